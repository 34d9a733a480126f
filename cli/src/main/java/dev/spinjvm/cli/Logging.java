package dev.spinjvm.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.Locale;

/// Diagnostics of the program itself, on stderr: errors only, unless `RUST_LOG` asks for more, as in `RUST_LOG=info` or
/// `RUST_LOG=warn,dev.spinjvm=debug`. Found and called by logback when the first logger is made.
public final class Logging extends ContextAwareBase implements Configurator {
    private static final String VARIABLE = "RUST_LOG";

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%d{yyyy-MM-dd'T'HH:mm:ss.SSS'Z', UTC} %5level %logger: %msg%n");
        encoder.start();
        ConsoleAppender<ILoggingEvent> stderr = new ConsoleAppender<>();
        stderr.setContext(context);
        stderr.setTarget("System.err");
        stderr.setEncoder(encoder);
        stderr.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(stderr);
        root.setLevel(Level.ERROR);
        String filter = System.getenv(VARIABLE);
        if (filter != null) {
            apply(filter, context, root);
        }
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /// A list of levels and of `logger=level`; parts that make no sense are passed over, as they were written for another tool.
    private static void apply(String filter, LoggerContext context, Logger root) {
        for (String part : filter.split(",", -1)) {
            int equals = part.indexOf('=');
            Logger logger = equals < 0 ? root : context.getLogger(part.substring(0, equals).strip());
            String level = part.substring(equals + 1).strip().toUpperCase(Locale.ROOT);
            if (!level.isEmpty()) {
                logger.setLevel(Level.toLevel(level, logger.getLevel()));
            }
        }
    }
}
