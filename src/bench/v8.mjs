// Calls run(rounds) for a while, then measures it: prints median, least and first milliseconds of CPU time, and the checksum.

// The CPU time of the process: after the warm-up no other thread of it has work.
const now = () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e3;
};

export const measure = (name, run, [rounds, warmUp, samples]) => {
    let begin = now();
    const sum = run(rounds) >>> 0;
    const first = now() - begin;
    for (begin = now(); now() - begin < warmUp; ) run(rounds);
    const times = [];
    for (let i = 0; i < samples; i++) {
        begin = now();
        if (run(rounds) >>> 0 !== sum) throw new Error("another checksum: " + name);
        times.push(now() - begin);
    }
    times.sort((a, b) => a - b);
    console.log([times[samples >> 1], times[0], first].map((t) => t.toFixed(3)).join(" "), sum);
};
