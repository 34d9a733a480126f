/// Templates of applications and components: where they are kept, where they come from, and what they generate.
@NullMarked
package dev.spinjvm.loader.templates;

import org.jspecify.annotations.NullMarked;
