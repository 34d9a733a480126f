package dev.spinjvm.loader.runtimeconfig;

/// What answers requests to language models: `[llm_compute]`.
public sealed interface LlmCompute {
    /// The `type` in the file.
    String type();

    /// This machine, `type = "spin"`.
    record Local() implements LlmCompute {
        @Override
        public String type() {
            return "spin";
        }
    }

    /// A service, `type = "remote_http"`.
    ///
    /// @param url of `http` or `https`
    record RemoteHttp(String url, Secret authToken, ApiType apiType) implements LlmCompute {
        @Override
        public String type() {
            return "remote_http";
        }
    }

    /// The form of requests to a service.
    enum ApiType {
        /// Spin's own.
        DEFAULT,
        /// That of OpenAI.
        OPEN_AI
    }
}
