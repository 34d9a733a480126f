package dev.spinjvm.loader.templates.liquid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LiquidTest {
    private static final String RENDERS = """
            plain { % } text => plain { % } text
            {{ name }} => ada
            {{a-b}} => dashed
            {{ 'a }} b' }} => a }} b
            x {{- name -}} y => xaday
            {{ name | capitalize | append: '!' }} => Ada!
            {{ missing | default: 'none' }} => none
            {{ empty-text | default: 3 }} => 3
            {{ 7 | divided_by: 2 }},{{ 7.0 | divided_by: 2 }},{{ 7 | modulo: 4 }} => 3,3.5,3
            {{ 'a,b,c' | split: ',' | reverse | join: '-' }} => c-b-a
            {{ 'hello' | slice: -3, 2 }}{{ 'hello' | truncate: 4, '.' }} => llhel.
            {{ 'a.b.a' | replace: 'a', '$1' }}{{ 'a.b' | remove: '.' }} => $1.b.$1ab
            {{ '<a&b>' | escape }}{{ 'a b' | url_encode }} => &lt;a&amp;b&gt;a%20b
            {% if name == 'ada' and missing %}1{% elsif name contains 'd' %}2{% else %}3{% endif %} => 2
            {% unless name %}1{% else %}2{% endunless %} => 2
            {% if empty-text == blank or false %}y{% endif %} => y
            {% case name %}{% when 'bob', 'ada' %}1{% else %}2{% endcase %} => 1
            {% for i in (1..4) %}{% if i == 3 %}{% continue %}{% endif %}{{ i }}{% unless forloop.last %},{% endunless %}{% endfor %} => 1,2,4
            {% for i in (1..9) reversed limit:3 %}{{ i }}{% break %}{% endfor %} => 3
            {% assign n = name | upcase %}{% capture c %}<{{ n }}>{% endcapture %}{{ c }}{{ c.size }} => <ADA>5
            {% increment i %}{% increment i %}{% decrement j %} => 01-1
            a{% comment %} {{ nonsense | }} {% endcomment %}b => ab
            {% raw %}{{ name }}{% if %}{% endraw %} => {{ name }}{% if %}
            {% render 'p1', x: name %}{% render "p1" with 'z' as x %}{% include 'p2' %} => [ada][z]<ada>
            """;

    private static final String REFUSES = """
            {{ missing }} => Unknown variable 'missing'
            {{ name | shout }} => unknown filter 'shout'
            {{ name => markup is not closed
            {{ name name }} => 'name' is not expected
            {% lol %} => Unknown tag 'lol'
            {% if name %} => 'if' is not closed
            {% raw %} => 'raw' is not closed
            {{ 'x | join }} => markup is not closed
            {{ name | join }} => Array expected
            {{ name | plus: 1 }} => Number expected
            {{ 1 | divided_by: 0 }} => cannot compute
            {% render 'p2' %} => Unknown variable 'name'
            {% render 'none' %} => Unknown partial-template 'none'
            {% render 'bad' %} => partial 'bad': markup is not closed
            {% include 'self' %} => nested more than
            {% for i in (1..1000000) %}{% endfor %} => a range is too long
            """;

    private static final Map<String, String> VALUES = Map.of("name", "ada", "a-b", "dashed", "empty-text", "");

    private static String render(String text) {
        return new Liquid(Map.of(), Map.of("p1", "[{{ x }}]", "p2.liquid", "<{{ name }}>", "self", "{% include 'self' %}", "bad", "{{"))
                .parse(text).render(VALUES);
    }

    /// Lines of `template => outcome`.
    private static Stream<Arguments> cases(String lines) {
        return lines.lines().map(line -> line.split(" => ", -1)).map(parts -> Arguments.of(parts[0], parts[1]));
    }

    static Stream<Arguments> renders() {
        return cases(RENDERS);
    }

    @ParameterizedTest
    @MethodSource
    void renders(String template, String expected) {
        assertThat(render(template)).isEqualTo(expected);
    }

    static Stream<Arguments> refuses() {
        return cases(REFUSES);
    }

    @ParameterizedTest
    @MethodSource
    void refuses(String template, String message) {
        assertThatThrownBy(() -> render(template)).isInstanceOf(LiquidException.class).hasMessageContaining(message);
    }

    @Test
    void tells_an_unknown_filter_from_other_faults() {
        Liquid liquid = new Liquid(Map.of(), Map.of());
        assertThatThrownBy(() -> liquid.parse("{{ a | b }}")).isInstanceOfSatisfying(LiquidException.class, e -> assertThat(e
                .unknownFilter()).contains("b"));
        assertThatThrownBy(() -> liquid.parse("{{ a b }}")).isInstanceOfSatisfying(LiquidException.class, e -> assertThat(e
                .unknownFilter()).isEmpty());
    }
}
