//go:build !purego

#include "textflag.h"

// func skipToMark(b []byte) int
//
// Each round compares 32 bytes with F and the 32 bytes four further on with
// space, and goes on unless both match at one place.
TEXT ·skipToMark(SB), NOSPLIT, $0-32
	MOVQ b_base+0(FP), SI
	MOVQ b_len+8(FP), CX
	MOVQ SI, DI
	MOVQ $0x4646464646464646, AX // F
	MOVQ AX, X0
	PUNPCKLQDQ X0, X0
	MOVQ $0x2020202020202020, AX // space
	MOVQ AX, X1
	PUNPCKLQDQ X1, X1
	SUBQ $36, CX // the last place where 36 bytes are left
	JLT  done
	ADDQ SI, CX

round:
	MOVOU (SI), X2
	MOVOU 16(SI), X3
	MOVOU 4(SI), X4
	MOVOU 20(SI), X5
	PCMPEQB X0, X2
	PCMPEQB X0, X3
	PCMPEQB X1, X4
	PCMPEQB X1, X5
	PAND X4, X2
	PAND X5, X3
	MOVO X2, X6
	POR  X3, X6
	PMOVMSKB X6, AX
	TESTL AX, AX
	JNZ  found
	ADDQ $32, SI
	CMPQ SI, CX
	JLS  round
	JMP  done

found:
	PMOVMSKB X2, AX
	PMOVMSKB X3, BX
	SHLL $16, BX
	ORL  BX, AX
	BSFL AX, AX
	ADDQ AX, SI

done:
	SUBQ DI, SI
	MOVQ SI, ret+24(FP)
	RET
