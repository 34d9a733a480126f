package dev.spinjvm.trigger.http;

import java.util.List;

/// A route that matches a request's path.
///
/// @param pathInfo what the wildcard stands for, with its leading slash and the request's trailing one; empty without wildcard
/// @param parameterNames the named parameters in order
/// @param parameterValues their values, as they stand in the path
record RouteMatch(Route route, String pathInfo, List<String> parameterNames, List<String> parameterValues) {}
