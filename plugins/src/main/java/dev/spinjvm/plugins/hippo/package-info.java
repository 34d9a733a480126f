/// Deploying to Hippo: its API, its logins, and what a deployment does (SIP 001).
@NullMarked
package dev.spinjvm.plugins.hippo;

import org.jspecify.annotations.NullMarked;
