package compare

import "testing"

func TestNamesInTwoScripts(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want NameRelation
	}{
		{"Алексей Смирнов", "Aleksey Smirnov", SameSound},
		{"Алексей Смирнов", "Smirnow, Alexei", SameSound},
		{"Сергей Щербаков", "Sergei Shcherbakov", SameSound},
		{"Иван Петрович Чехов", "Ivan Tchekhov", SameSound},
		{"Михаил Цветков", "Michail Zwetkow", SameSound},
		{"Евгений Хабаров", "Jewgenij Chabarow", SameSound},
		{"Анна Иванова", "Olga Ivanova", ScriptsDiffer},
		{"Ελένη Οικονόμου", "Eleni Oikonomou", SameSound},
		{"Χρήστος Παπαδόπουλος", "Christos Papadopoulos", SameSound},
		{"محمد منصور", "Mohammed Mansour", SameSound},
		{"أحمد الحسن", "Ahmed Al-Hassan", SameSound},
		{"محمد منصور", "Khaled Mansour", ScriptsDiffer},
		{"דוד כהן", "David Cohen", SameSound},
		{"王伟", "Wei Wang", SameSound},
		{"王小明", "Wang Xiao-Ming", SameSound},
		{"王伟", "Wang Fang", ScriptsDiffer},
		{"たなか たろう", "Tanaka Taro", SameSound},
		{"タナカ タロウ", "Taro Tanaka", SameSound},
		{"김철수", "Chul-soo Kim", SameSound},
		{"박지민", "Jimin Park", SameSound},
		{"김철수", "Chul-soo Lee", ScriptsDiffer},
		{"Анна", "Anna", ScriptsDiffer}, // too little to go by
	} {
		a, b := ReadName(c.a), ReadName(c.b)
		if got, back := Names(a, b), Names(b, a); got != c.want || back != c.want {
			t.Errorf("%q and %q: %d, the other way round %d, want %d", c.a, c.b, got, back, c.want)
		}
	}
}
