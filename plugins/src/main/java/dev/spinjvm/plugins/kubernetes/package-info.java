/// Applications on Kubernetes: what a cluster is told of one, and a client for that.
@NullMarked
package dev.spinjvm.plugins.kubernetes;

import org.jspecify.annotations.NullMarked;
