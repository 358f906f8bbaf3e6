//go:build !purego

#include "textflag.h"

// func skipLinesAVX2(b []byte, first, third *[256]uint8) int
//
// Each round finds the line ends among 64 bytes, and looks at two letters behind
// each.
TEXT ·skipLinesAVX2(SB), NOSPLIT, $0-48
	MOVQ b_base+0(FP), SI
	MOVQ b_len+8(FP), CX
	MOVQ first+24(FP), R8
	MOVQ third+32(FP), R9
	MOVQ SI, DI
	MOVL $0x0a, AX // line end
	MOVQ AX, X0
	VPBROADCASTB X0, Y0
	SUBQ $68, CX // the last place where markWindow bytes are left
	JLT  done
	ADDQ SI, CX

round:
	VPCMPEQB (SI), Y0, Y2
	VPCMPEQB 32(SI), Y0, Y3
	VPMOVMSKB Y2, AX
	VPMOVMSKB Y3, BX
	SHLQ $32, BX
	ORQ  BX, AX
	JZ   next

line:
	BSFQ AX, DX
	MOVBLZX 1(SI)(DX*1), R10
	MOVBLZX 3(SI)(DX*1), R11
	MOVBLZX (R8)(R10*1), R10
	MOVBLZX (R9)(R11*1), R11
	TESTL R10, R11
	JNZ  found
	LEAQ -1(AX), BX
	ANDQ BX, AX
	JNZ  line

next:
	ADDQ $64, SI
	CMPQ SI, CX
	JLS  round
	JMP  done

found:
	ADDQ DX, SI

done:
	VZEROUPPER
	SUBQ DI, SI
	MOVQ SI, ret+40(FP)
	RET
