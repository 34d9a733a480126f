/* Bytes and branches: a whole scan of a JSON text, with escapes, numbers and nesting checked. */
#include "kernel.h"

#define RECORDS 4000

static u8 text[RECORDS * 160];
static u8 *out;

static void put(const char *s) {
    while (*s)
        *out++ = (u8)*s++;
}

static void put_number(u32 n) {
    char digits[10];
    int count = 0;
    do
        digits[count++] = (char)('0' + n % 10);
    while (n /= 10);
    while (count)
        *out++ = (u8)digits[--count];
}

static u32 write_text(void) {
    static const char *const words[8] = {"red", "green \\\"leaf\\\"", "blue\\n", "deep \\u00e9t\\u00e9", "amber", "", "long words of a text", "\\\\"};
    u32 seed = 99;
    out = text;
    put("[");
    for (int i = 0; i < RECORDS; i++) {
        u32 r = next_random(&seed);
        put(i ? ",\n  {\"id\": " : "\n  {\"id\": ");
        put_number(r % 100000);
        put(", \"name\": \"");
        put(words[r >> 8 & 7]);
        put("\", \"score\": -");
        put_number(r >> 20);
        put(".");
        put_number(r >> 4 & 1023);
        put("e-2, \"tags\": [\"");
        put(words[r >> 11 & 7]);
        put(r & 1 ? "\", true, null], \"more\": {}}" : "\", false, [1, 2, [3]]], \"more\": {\"a\": 1}}");
    }
    put("\n]");
    return (u32)(out - text);
}

struct scan {
    const u8 *at, *end;
    u32 sum;
    int failed;
};

static void space(struct scan *s) {
    while (s->at < s->end && (*s->at == ' ' || *s->at == '\n' || *s->at == '\t' || *s->at == '\r'))
        s->at++;
}

static void string(struct scan *s) {
    u32 hash = 5381;
    s->at++;
    while (s->at < s->end && *s->at != '"') {
        u32 ch = *s->at++;
        if (ch == '\\' && s->at < s->end) {
            ch = *s->at++;
            switch (ch) {
                case 'n': ch = '\n'; break;
                case 't': ch = '\t'; break;
                case 'r': ch = '\r'; break;
                case 'b': ch = '\b'; break;
                case 'f': ch = '\f'; break;
                case '"': case '\\': case '/': break;
                case 'u':
                    ch = 0;
                    for (int i = 0; i < 4 && s->at < s->end; i++) {
                        u32 x = *s->at++;
                        ch = ch * 16 + (x <= '9' ? x - '0' : (x | 32) - 'a' + 10);
                    }
                    break;
                default: s->failed = 1; return;
            }
        } else if (ch < ' ') {
            s->failed = 1;
            return;
        }
        hash = hash * 33 + ch;
    }
    s->at++;
    s->sum = mix(s->sum, hash);
}

static u32 digits(struct scan *s) {
    u32 n = 0;
    while (s->at < s->end && (u32)(*s->at - '0') < 10)
        n = n * 10 + (*s->at++ - '0');
    return n;
}

static void number(struct scan *s) {
    int negative = *s->at == '-';
    s->at += negative;
    u32 whole = digits(s), fraction = 0, exponent = 0;
    if (s->at < s->end && *s->at == '.') {
        s->at++;
        fraction = digits(s);
    }
    if (s->at < s->end && (*s->at | 32) == 'e') {
        s->at++;
        if (*s->at == '-' || *s->at == '+')
            s->at++;
        exponent = digits(s);
    }
    s->sum = mix(s->sum, (negative ? 0 - whole : whole) + fraction * 31 + exponent * 7);
}

static void word(struct scan *s, const char *expected) {
    for (; *expected; expected++)
        if (s->at >= s->end || *s->at++ != (u8)*expected)
            s->failed = 1;
    s->sum = mix(s->sum, 3);
}

static void value(struct scan *s, int depth);

static void sequence(struct scan *s, int depth, u8 close) {
    u32 count = 0;
    s->at++;
    space(s);
    while (!s->failed && s->at < s->end && *s->at != close) {
        if (close == '}') {
            string(s);
            space(s);
            if (*s->at++ != ':')
                s->failed = 1;
        }
        value(s, depth + 1);
        count++;
        if (*s->at == ',') {
            s->at++;
            space(s);
        } else if (*s->at != close) {
            s->failed = 1;
        }
    }
    s->at++;
    s->sum = mix(s->sum, count);
}

static void value(struct scan *s, int depth) {
    space(s);
    if (s->at >= s->end || depth > 100) {
        s->failed = 1;
        return;
    }
    switch (*s->at) {
        case '{': sequence(s, depth, '}'); break;
        case '[': sequence(s, depth, ']'); break;
        case '"': string(s); break;
        case 't': word(s, "true"); break;
        case 'f': word(s, "false"); break;
        case 'n': word(s, "null"); break;
        default: number(s);
    }
    space(s);
}

u32 run(u32 rounds) {
    u32 length = write_text(), sum = 2166136261u;
    for (u32 r = 0; r < rounds; r++) {
        struct scan s = {text, text + length, r, 0};
        value(&s, 0);
        sum = mix(sum, s.failed || s.at != s.end ? 0xffffffff : s.sum);
    }
    return sum;
}
