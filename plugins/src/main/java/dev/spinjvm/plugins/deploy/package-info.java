/// Who can deploy applications: the choice of a provider, and those that are plugins.
@NullMarked
package dev.spinjvm.plugins.deploy;

import org.jspecify.annotations.NullMarked;
