/// `spin build`: runs the build commands of an application's components, in the order of their dependencies.
@NullMarked
package dev.spinjvm.loader.build;

import org.jspecify.annotations.NullMarked;
