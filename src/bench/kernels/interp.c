/* Dispatch: an interpreter of a small stack-and-register code, one switch in a loop, running sieve, sums, strings and calls. */
#include "kernel.h"

enum op {
    HALT, PUSH, POP, DUP, SWAP, ADD, SUB, MUL, DIV, REM, AND, OR, XOR, SHL, SHR, NOT, NEG, EQ, NE, LT, LE, GT, GE,
    JUMP, IF, IFNOT, GET, SET, INC, LOAD, STORE, CALL, RETURN, HASH, OVER, ROT
};

#define CELLS 4096

static int heap[CELLS];
static int code[512];
static u32 length;

static u32 emit(int op) {
    code[length] = op;
    return length++;
}

static u32 emit2(int op, int operand) {
    emit(op);
    return emit(operand);
}

static void set(int slot, int to) {
    emit2(PUSH, to);
    emit2(SET, slot);
}

/* Ends a loop that began at `start`: on while slot `slot` is below `limit`. */
static void again(int slot, int limit, u32 start) {
    emit2(GET, slot);
    emit2(PUSH, limit);
    emit(LT);
    emit2(IF, (int)start);
}

/* Sums over a sieve of the numbers below CELLS. */
static void write_sieve(void) {
    set(0, 0);
    u32 clear = length;
    emit2(PUSH, 1);
    emit2(GET, 0);
    emit(STORE);
    emit2(INC, 0);
    again(0, CELLS, clear);
    set(0, 2);
    u32 outer = length;
    emit2(GET, 0);
    emit(LOAD);
    u32 composite = emit2(IFNOT, 0);
    emit2(GET, 0);
    emit(DUP);
    emit(ADD);
    emit2(SET, 1);
    u32 inner = length;
    emit2(GET, 1);
    emit2(PUSH, CELLS);
    emit(GE);
    u32 done = emit2(IF, 0);
    emit2(PUSH, 0);
    emit2(GET, 1);
    emit(STORE);
    emit2(GET, 1);
    emit2(GET, 0);
    emit(ADD);
    emit2(SET, 1);
    emit2(JUMP, (int)inner);
    code[done] = (int)length;
    emit2(GET, 0);
    emit(HASH);
    code[composite] = (int)length;
    emit2(INC, 0);
    again(0, CELLS, outer);
}

/* Arithmetic with a call in each turn. */
static void write_sums(void) {
    u32 skip = emit2(JUMP, 0);
    u32 function = length;
    emit2(GET, 2);
    emit2(PUSH, 12345);
    emit(MUL);
    emit2(PUSH, 6789);
    emit(XOR);
    emit(DUP);
    emit2(PUSH, 3);
    emit(SHR);
    emit(OVER);
    emit(ADD);
    emit(SWAP);
    emit(SUB);
    emit(NEG);
    emit2(PUSH, 1023);
    emit(AND);
    emit(RETURN);
    code[skip] = (int)length;
    set(2, 0);
    set(3, 0);
    u32 loop = length;
    emit2(CALL, (int)function);
    emit2(GET, 3);
    emit(ADD);
    emit2(PUSH, 97);
    emit(SWAP);
    emit(OVER);
    emit(REM);
    emit(SWAP);
    emit(OR);
    emit2(GET, 3);
    emit2(PUSH, 17);
    emit(ROT);
    emit(ADD);
    emit(SUB);
    emit(NOT);
    emit2(SET, 3);
    emit2(INC, 2);
    again(2, 6000, loop);
    emit2(GET, 3);
    emit(HASH);
    emit(HALT);
}

static u32 execute(u32 hash) {
    int stack[64], slots[8] = {0}, returns[16];
    int *sp = stack;
    u32 pc = 0, depth = 0;
    for (;;) {
        switch (code[pc++]) {
            case HALT: return hash;
            case PUSH: *sp++ = code[pc++]; break;
            case POP: sp--; break;
            case DUP: sp[0] = sp[-1]; sp++; break;
            case SWAP: { int t = sp[-1]; sp[-1] = sp[-2]; sp[-2] = t; break; }
            case OVER: sp[0] = sp[-2]; sp++; break;
            case ROT: { int t = sp[-3]; sp[-3] = sp[-2]; sp[-2] = sp[-1]; sp[-1] = t; break; }
            case ADD: sp--; sp[-1] = (int)((u32)sp[-1] + (u32)sp[0]); break;
            case SUB: sp--; sp[-1] = (int)((u32)sp[-1] - (u32)sp[0]); break;
            case MUL: sp--; sp[-1] = (int)((u32)sp[-1] * (u32)sp[0]); break;
            case DIV: sp--; sp[-1] = sp[0] ? (int)((u32)sp[-1] / (u32)sp[0]) : 0; break;
            case REM: sp--; sp[-1] = sp[0] ? (int)((u32)sp[-1] % (u32)sp[0]) : 0; break;
            case AND: sp--; sp[-1] &= sp[0]; break;
            case OR: sp--; sp[-1] |= sp[0]; break;
            case XOR: sp--; sp[-1] ^= sp[0]; break;
            case SHL: sp--; sp[-1] = (int)((u32)sp[-1] << (sp[0] & 31)); break;
            case SHR: sp--; sp[-1] = (int)((u32)sp[-1] >> (sp[0] & 31)); break;
            case NOT: sp[-1] = ~sp[-1]; break;
            case NEG: sp[-1] = (int)(0 - (u32)sp[-1]); break;
            case EQ: sp--; sp[-1] = sp[-1] == sp[0]; break;
            case NE: sp--; sp[-1] = sp[-1] != sp[0]; break;
            case LT: sp--; sp[-1] = sp[-1] < sp[0]; break;
            case LE: sp--; sp[-1] = sp[-1] <= sp[0]; break;
            case GT: sp--; sp[-1] = sp[-1] > sp[0]; break;
            case GE: sp--; sp[-1] = sp[-1] >= sp[0]; break;
            case JUMP: pc = (u32)code[pc]; break;
            case IF: pc = *--sp ? (u32)code[pc] : pc + 1; break;
            case IFNOT: pc = *--sp ? pc + 1 : (u32)code[pc]; break;
            case GET: *sp++ = slots[code[pc++] & 7]; break;
            case SET: slots[code[pc++] & 7] = *--sp; break;
            case INC: slots[code[pc++] & 7]++; break;
            case LOAD: sp[-1] = heap[sp[-1] & (CELLS - 1)]; break;
            case STORE: sp -= 2; heap[sp[1] & (CELLS - 1)] = sp[0]; break;
            case CALL: returns[depth++ & 15] = (int)pc + 1; pc = (u32)code[pc]; break;
            case RETURN: pc = (u32)returns[--depth & 15]; break;
            case HASH: hash = mix(hash, (u32)*--sp); break;
            default: return 0;
        }
    }
}

u32 run(u32 rounds) {
    u32 sum = 2166136261u;
    length = 0;
    write_sieve();
    write_sums();
    for (u32 r = 0; r < rounds; r++)
        sum = execute(sum);
    return sum;
}
