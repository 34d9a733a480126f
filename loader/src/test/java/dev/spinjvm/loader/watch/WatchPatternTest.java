package dev.spinjvm.loader.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchPatternTest {
    private static final Path ROOT = Path.of("/app");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            src/**/*.rs      | src/lib.rs              | true
            src/**/*.rs      | src/a/b/c.rs            | true
            src/**/*.rs      | src/lib.txt             | false
            src/**/*.rs      | other/lib.rs            | false
            src/*.rs         | src/a/lib.rs            | false
            Cargo.toml       | Cargo.toml              | true
            Cargo.toml       | sub/Cargo.toml          | false
            *.py             | main.py                 | true
            *.py             | pkg/util.py             | true
            src              | src/deep/down.c         | true
            src/**/*         | src/deep/down.c         | true
            **/*.{ts,js}     | a/b.ts                  | true
            **/*.{ts,js}     | a/b.tsx                 | false
            lib?/[ab]*.go    | lib1/b.go               | true
            lib?/[!ab]*.go   | lib1/b.go               | false
            ./src/*.rs       | src/a.rs                | true
            a+b(c)/*.x       | a+b(c)/1.x              | true
            src/**           | src/.main.rs.swp        | false
            ../shared/**     | ../shared/x             | true
            """)
    void aPatternMeansFilesBelowItsFolder(String pattern, String file, boolean meant) {
        assertThat(WatchPattern.of(ROOT, pattern).matches(ROOT.resolve(file).normalize())).isEqualTo(meant);
    }

    @Test
    void foldersOfToolsAreLookedIntoOnlyIfTheyAreNamed() {
        assertThat(WatchPattern.of(ROOT, "**/*.js").enters(ROOT.resolve("node_modules"))).isFalse();
        assertThat(WatchPattern.of(ROOT, "node_modules/mine/*.js").enters(ROOT.resolve("node_modules/mine"))).isTrue();
    }
}
