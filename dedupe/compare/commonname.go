package compare

// commonNames are given and family names that each stand for more than one in
// about three hundred people somewhere. A book is too small to show that.
var commonNames = set(`
	smith jones williams taylor brown davies evans wilson thomas johnson roberts robinson
	thompson wright walker white edwards hughes green hall lewis harris clarke clark jackson
	wood turner martin cooper hill ward morris moore miller davis garcia rodriguez martinez
	hernandez lopez gonzalez perez sanchez ramirez torres flores rivera gomez diaz fernandez
	anderson lee king scott baker adams nelson allen young murphy kelly byrne ryan
	muller mueller schmidt schneider fischer weber meyer wagner becker schulz hoffmann koch
	bauer richter klein wolf schroder neumann schwarz braun
	bernard dubois durand robert richard petit leroy moreau simon laurent
	rossi russo ferrari esposito bianchi romano colombo ricci
	silva santos oliveira souza pereira costa ferreira almeida
	nowak kowalski wisniewski ivanov smirnov kuznetsov petrov popov
	jansen vries berg bakker visser nielsen jensen hansen pedersen andersson johansson karlsson
	wang li zhang liu chen yang huang zhao wu zhou kim park choi nguyen tran pham
	singh kumar sharma patel khan ahmed ali hussain mohamed mohammed
	john james robert michael william david richard joseph charles thomas mary patricia
	jennifer linda elizabeth barbara susan jessica sarah karen daniel matthew mark paul
	andrew george peter anna maria jose juan carlos luis antonio manuel francisco ana carmen
	hans michael andreas stefan christian martin klaus jan marie laura julia sophie
	jean pierre philippe nicolas giuseppe giovanni marco francesco joao pedro
	anne ann hanna hannah jana jan jon joan joanna johanna lena lina lea leah lisa lara lauren
	nina mia mila emma emily emilia amelia eva eve tim tom max ben dan ian sean dean eric erik
	erika noah liam leon noel luca lucas lukas mason jason jack jacob jake oscar oskar amy may
	ellen helen alan alana allan elise alice aline alina arthur harry henry harriet rosa rose
	clara carla karl carl kurt karin karen kevin marc marco mario marta martha mateo matteo
	milan mila nora norah paula pauline petra petr sara simon simone sonja sonia theo tina toni
	zoe zara ella bella isla ava eva ivy lily lilly lucy luke ryan bryan brian freya grace
	jayden hayden aiden logan owen evan ethan nathan jonathan dylan daniel daniela gabriel
	andrea anja anke antje tanja sabine monika petra claudia birgit ute heike silke kerstin
	nicole stefanie melanie sandra katrin katharina johannes uwe dieter wolfgang frank ralf
	bernd jens joerg jorg sven dirk olaf rainer werner heinz gerhard manfred helmut guenter
	gunter ursula renate helga ingrid gisela christa erika alexander sergei dmitri ivan olga elena tatiana wei yan min jing`)
