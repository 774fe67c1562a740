import Foundation
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import ServiceLifecycle
import Vocabulary

/// The console: pages, sign-in, live updates and health, as one Hummingbird application.
///
/// ```swift
/// let console = try Console(desk: desk, accounts: accounts, resources: folder, configuration: .init(port: 8080))
/// try await console.run()
/// ```
public struct Console: Sendable {
    /// How the console is served.
    public struct Configuration: Sendable {
        /// The interface to listen on.
        public var host: String
        /// The port to listen on.
        public var port: Int
        /// Certificate chain and key, both PEM; nil serves plain HTTP, for a reverse proxy or this machine only.
        public var tls: TLS?
        /// Where the set-up put the third-party scripts.
        public var webFolder: URL?
        /// The GeoJSON of the map.
        public var boundaries: URL?
        /// A private folder for uploads.
        public var spoolFolder: URL

        /// A certificate chain and its key.
        public struct TLS: Sendable {
            /// Path of the certificate chain.
            public var certificate: String
            /// Path of the private key.
            public var key: String

            /// From their paths.
            public init(certificate: String, key: String) {
                self.certificate = certificate
                self.key = key
            }
        }

        /// A configuration; uploads go to the temporary folder unless told otherwise.
        public init(
            host: String = "127.0.0.1", port: Int = 8080, tls: TLS? = nil, webFolder: URL? = nil, boundaries: URL? = nil, spoolFolder: URL? = nil
        ) {
            self.host = host
            self.port = port
            self.tls = tls
            self.webFolder = webFolder
            self.boundaries = boundaries
            self.spoolFolder = spoolFolder ?? FileManager.default.temporaryDirectory.appendingPathComponent("shoutu-uploads", isDirectory: true)
        }
    }

    let parts: ConsoleParts
    let routes: [RouteTable.Entry]
    /// Imports that go on beside the pages.
    var imports: ImportRuns?
    private let responder: RouterResponder<ConsoleContext>
    private let entryCount: EntryCount
    private let configuration: Configuration
    private let logger: Logger

    /// Topics for open pages: publish to it after every commit.
    public var live: LiveEvents { parts.live }
    /// Links that sign in once.
    public var links: SignInLinks { parts.links }

    /// A console on a desk. `resources` is the folder that holds `templates`, `assets` and `strings`; `now` is true time.
    init(
        desk: Desk, accounts: AccountDirectory, resources: URL, configuration: Configuration = Configuration(),
        live: LiveEvents = LiveEvents(), now: @escaping @Sendable () -> Instant = Console.trueTime, logger: Logger = Logger(label: "shoutu.server")
    ) throws {
        let catalogue = try Catalogue(folder: resources.appendingPathComponent("strings"))
        let assets = Assets(
            folders: [resources.appendingPathComponent("assets"), configuration.webFolder].compactMap(\.self), boundaries: configuration.boundaries)
        if !assets.missing.isEmpty {
            logger.warning("some files of the pages are missing; `make setup` fetches them", metadata: ["files": "\(assets.missing)"])
        }
        parts = ConsoleParts(
            desk: desk, templates: try Templates(folder: resources.appendingPathComponent("templates")), catalogue: catalogue, assets: assets,
            sessions: Sessions(directory: accounts, now: now), links: SignInLinks(now: now), live: live, isTLS: configuration.tls != nil,
            spool: UploadSpool(folder: configuration.spoolFolder))
        self.configuration = configuration
        self.logger = logger

        let router = Router(context: ConsoleContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: SecurityHeaders(isTLS: parts.isTLS))
        router.add(middleware: RequestLog())
        router.add(middleware: ProblemPages(parts: parts))
        var table = RouteTable(router: router, parts: parts)
        parts.addOpenRoutes(&table)
        parts.addDoorRoutes(&table)
        parts.addJourneyRoutes(&table)
        parts.addPublicRoutes(&table)
        parts.addSelfReportRoutes(&table)
        table.addPageRoutes()
        table.addReportRoutes()
        table.addWhatIfRoutes()
        table.addAdoptionRoutes()
        table.addRecordRoutes()
        table.addPeopleRoutes()
        table.addCandidateRoutes()
        table.addDuplicateRoutes()
        table.addNetworkRoutes()
        table.addAssistanceRoutes()
        table.addInvestigationRoutes()
        table.addClearsRoutes()
        table.addThingRoutes()
        table.addTestingRoutes()
        table.addCheckpointRoutes()
        table.addAppealRoutes()
        table.addCommunityRoutes()
        table.addHomeDoorsRoutes()
        table.addSupervisionRoutes()
        table.addPhotographRoutes()
        table.addZoneRoutes()
        table.addBedRoutes()
        table.addTreatmentRoutes()
        table.addImportRoutes()
        table.addAdministrationRoutes()
        routes = table.entries
        responder = router.buildResponder()
        entryCount = EntryCount(logger: logger)
    }

    /// The machine's clock: sign-in, sessions and logs go by it, never by a demo's operating clock.
    static var trueTime: @Sendable () -> Instant { { Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) } }

    /// The application, to be run or tested. It stops gracefully: no new requests, open ones answered, live streams closed.
    func application(onRunning: @escaping @Sendable () async -> Void = {}) throws -> some ApplicationProtocol {
        let (decisions, count, headers) = (
            parts.desk.arrivals.decisions, entryCount, SecurityHeaders<ConsoleContext>.ofData(isTLS: parts.isTLS)
        )
        let plain = HTTPServerBuilder.http1(
            configuration: .init(additionalChannelHandlers: [EntryGate(decisions: decisions, count: count, headers: headers)]))
        var server = plain
        if let tls = configuration.tls {
            let chain = try NIOSSLCertificate.fromPEMFile(tls.certificate)
            let key = try NIOSSLPrivateKey(file: tls.key, format: .pem)
            server = try .tls(
                plain,
                tlsConfiguration: .makeServerConfiguration(certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key)))
        }
        return Application(
            responder: responder, server: server,
            configuration: ApplicationConfiguration(address: .hostname(configuration.host, port: configuration.port), serverName: nil),
            services: [parts.live, entryCount] + (imports.map { [$0] } ?? []), onServerRunning: { _ in await onRunning() }, logger: logger)
    }

    /// Serves until told to stop (SIGTERM or SIGINT).
    public func run() async throws {
        try await application().runService()
    }
}
