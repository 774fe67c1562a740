import Hummingbird
import Logging
import ServiceLifecycle

/// The web framework answering nothing: what the decision service is measured against.
public enum EmptyServer {
    /// A service that answers every `GET /` with an empty response.
    public static func service(port: Int, logger: Logger, onRunning: @escaping @Sendable () async -> Void) -> any Service {
        let router = Router()
        router.get("/") { _, _ in HTTPResponse.Status.ok }
        return Application(
            router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port), serverName: nil),
            onServerRunning: { _ in await onRunning() }, logger: logger)
    }
}
