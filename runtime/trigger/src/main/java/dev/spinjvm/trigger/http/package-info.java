/// The HTTP trigger: routes, the server, and the life of a request.
@NullMarked
package dev.spinjvm.trigger.http;

import org.jspecify.annotations.NullMarked;
