//go:build !purego

#include "textflag.h"

// func skipToMarkAVX2(b []byte) int
//
// Each round compares 64 bytes with F and the 64 bytes four further on with
// space, and goes on unless both match at one place.
TEXT ·skipToMarkAVX2(SB), NOSPLIT, $0-32
	MOVQ b_base+0(FP), SI
	MOVQ b_len+8(FP), CX
	MOVQ SI, DI
	MOVL $0x46, AX // F
	MOVQ AX, X0
	VPBROADCASTB X0, Y0
	MOVL $0x20, AX // space
	MOVQ AX, X1
	VPBROADCASTB X1, Y1
	SUBQ $68, CX // the last place where markWindow bytes are left
	JLT  done
	ADDQ SI, CX

round:
	VPCMPEQB (SI), Y0, Y2
	VPCMPEQB 32(SI), Y0, Y3
	VPCMPEQB 4(SI), Y1, Y4
	VPCMPEQB 36(SI), Y1, Y5
	VPAND Y4, Y2, Y2
	VPAND Y5, Y3, Y3
	VPOR Y2, Y3, Y6
	VPMOVMSKB Y6, AX
	TESTL AX, AX
	JNZ  found
	ADDQ $64, SI
	CMPQ SI, CX
	JLS  round
	JMP  done

found:
	VPMOVMSKB Y2, AX
	VPMOVMSKB Y3, BX
	SHLQ $32, BX
	ORQ  BX, AX
	BSFQ AX, AX
	ADDQ AX, SI

done:
	VZEROUPPER
	SUBQ DI, SI
	MOVQ SI, ret+24(FP)
	RET
