// A CPU-heavy script for an interpreter: loops, calls, closures, properties, prototypes, arrays, maps, strings, sorting and exceptions.

const mix = (sum, value) => Math.imul(sum ^ value, 16777619) >>> 0;

function loops(n) {
    let sum = 0;
    for (let i = 0; i < n; i++) {
        for (let j = i & 7; j < 40; j += 3) sum = (sum + i * j) | 0;
        if (i % 5 === 0) sum ^= i << 3;
    }
    return sum;
}

const fib = (n) => (n < 2 ? n : fib(n - 1) + fib(n - 2));

class Body {
    constructor(x, y, mass) {
        this.x = x;
        this.y = y;
        this.vx = 0;
        this.vy = 0;
        this.mass = mass;
    }

    pull(other) {
        const dx = other.x - this.x, dy = other.y - this.y;
        const d = dx * dx + dy * dy + 0.01;
        this.vx += (dx * other.mass) / d;
        this.vy += (dy * other.mass) / d;
    }

    move(step) {
        this.x += this.vx * step;
        this.y += this.vy * step;
    }
}

class Heavy extends Body {
    move(step) {
        super.move(step / 2);
    }
}

function bodies(turns) {
    const all = [];
    for (let i = 0; i < 8; i++) all.push(i & 1 ? new Body(i, i * i, 1 + i) : new Heavy(-i, i + 3, 2 * i + 1));
    for (let t = 0; t < turns; t++) {
        for (const a of all) for (const b of all) if (a !== b) a.pull(b);
        for (const a of all) a.move(0.001);
    }
    return Math.round(all.reduce((s, b) => s + b.x * 3 + b.y, 0) * 1000) | 0;
}

function words(n) {
    const count = new Map();
    let text = "";
    for (let i = 0; i < n; i++) text += "w" + ((i * 7919) % 97).toString(36) + (i % 11 ? " " : "\n");
    for (const line of text.split("\n")) for (const word of line.trim().split(" ")) count.set(word, (count.get(word) ?? 0) + 1);
    let sum = 0;
    for (const [word, times] of count) for (let i = 0; i < word.length; i++) sum = mix(sum, word.charCodeAt(i) * times);
    return sum;
}

function records(n) {
    const list = [];
    for (let i = 0; i < n; i++) list.push({ id: i, name: `n${(i * 31) % n}`, tags: ["a", "b" + (i % 3)], inner: { deep: i * 2 } });
    const back = JSON.parse(JSON.stringify(list));
    back.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id - b.id));
    return back.reduce((sum, r, i) => mix(sum, r.id * 3 + r.inner.deep + r.tags[1].length + i), 7);
}

function sieve(n) {
    const composite = new Uint8Array(n);
    let primes = 0;
    for (let i = 2; i < n; i++) {
        if (composite[i]) continue;
        primes++;
        for (let j = i * 2; j < n; j += i) composite[j] = 1;
    }
    return primes;
}

function thrown(n) {
    let caught = 0;
    const fail = (i) => {
        if (i % 3 === 0) throw new Error("at " + i);
        return i;
    };
    for (let i = 0; i < n; i++) {
        try {
            caught += fail(i) & 1;
        } catch (e) {
            caught += e.message.length;
        }
    }
    return caught;
}

function* numbers(n) {
    for (let i = 0; i < n; i++) yield i * i;
}

export function run(rounds) {
    let sum = 2166136261;
    for (let r = 0; r < rounds; r++) {
        sum = mix(sum, loops(1500 + r));
        sum = mix(sum, fib(16));
        sum = mix(sum, bodies(25));
        sum = mix(sum, words(900));
        sum = mix(sum, records(150));
        sum = mix(sum, sieve(8000));
        sum = mix(sum, thrown(150));
        for (const x of numbers(500)) sum = mix(sum, x);
    }
    // 31 bits: the guest's conversion to u32 saturates at the greatest i32.
    return sum >>> 1;
}
