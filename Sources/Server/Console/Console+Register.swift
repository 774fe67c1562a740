import Exchange
import Foundation
import Hummingbird
import Logging
import NIOCore
import Operations
import Register
import ServiceLifecycle
import Storage
import Vocabulary

extension Console {
    /// What a demo tells its console: who its people are, and where the guided tour leads.
    public struct Demo: Sendable {
        /// Who the people of a demo are.
        public enum People: Sendable {
            /// Nobody real.
            case invented
            /// Those of a published line list that names nobody.
            case published
        }

        /// Who its people are.
        public var people: People
        /// The contact whose story is told.
        public var contact: PersonID?
        /// The person worth finding.
        public var surprise: PersonID?
        /// What its accounts are called in both languages, by the name they were stored with.
        public var names: [String: LocalizedText]

        /// A demo with the people of its tour.
        public init(people: People, contact: PersonID?, surprise: PersonID?, names: [String: LocalizedText] = [:]) {
            self.people = people
            self.contact = contact
            self.surprise = surprise
            self.names = names
        }
    }

    /// A console on a register.
    public init(
        operations: Operations, demo: Demo? = nil, configuration: Configuration, live: LiveEvents = LiveEvents(),
        logger: Logger = Logger(label: "shoutu.server")
    ) async throws {
        var configuration = configuration
        if configuration.webFolder == nil { configuration.webFolder = try? ResourceFolder.url(for: ".setup/web") }
        if configuration.boundaries == nil {
            configuration.boundaries = try await Console.boundaries(of: operations.store, in: configuration.spoolFolder)
        }
        let resources = try ResourceFolder.url(for: "Sources/Server/Resources")
        let register = try await OperationsDesk(operations, demo: demo?.people, live: live)
        var desk = Desk(register)
        let record = RecordDesk(
            desk: register, words: try FactWords(resources: resources, zone: register.zone, labels: { register.labels }) { operations.clock.now },
            live: live)
        desk.record(record)
        desk.duplicates = DuplicatesDesk(record, runs: DuplicateRuns(desk: register))
        if let demo {
            desk.tour = Tour.Places(contact: demo.contact, surprise: demo.surprise)
            let labels = desk.labels
            desk.labels = { labels().merging(demo.names) { _, name in name } }
        }
        desk.opening(register)
        desk.arrivals = try await ArrivalsDesk(register, live: live)
        let imports = ImportRuns(desk: register, live: live)
        desk.importing(imports)
        try self.init(
            desk: desk, accounts: .stored(in: operations.store), resources: resources,
            configuration: configuration, live: live, logger: logger)
        self.imports = imports
    }

    /// The map that was brought to the register, as a file the browsers fetch.
    private static func boundaries(of store: Store, in folder: URL) async throws -> URL? {
        guard let map = try await store.read(.systemUnrestricted, { try $0.boundary("counties") }) else { return nil }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let file = folder.appendingPathComponent("boundaries.geojson")
        try map.write(to: file, options: .atomic)
        return file
    }

    /// The console as a service among others; `onRunning` is called once it answers.
    public func service(onRunning: @escaping @Sendable () async -> Void) throws -> any Service {
        try application(onRunning: onRunning)
    }

    /// Whether an error says that somebody else listens at the address.
    public static func isAddressTaken(_ error: any Error) -> Bool {
        (error as? IOError)?.errnoCode == EADDRINUSE
    }

    /// Whether an error says that this user may not listen at the address.
    public static func isAddressForbidden(_ error: any Error) -> Bool {
        (error as? IOError)?.errnoCode == EACCES
    }
}

extension Desk {
    /// Hands what strangers see of places, and what a zone would do.
    fileprivate mutating func opening(_ desk: OperationsDesk) {
        door = { try await desk.door($0) }
        passDoor = { try await desk.passDoor($0, name: $1, phone: $2, isEntering: $3) }
        takeSelfReport = { try await desk.takeSelfReport($0) }
        zoneImpact = { try await desk.zoneImpact($0, $1, $2) }
        community = { try await desk.community($0, $1) }
        doorRound = { try await desk.doorRound($0, $1, $2) }
        homeDoors = { try await desk.homeDoors($0, $1) }
        selfReports = { try await desk.selfReports($0, $1, $2) }
        supervision = { try await desk.supervision($0, $1) }
        cost = { try await desk.cost($0, $1) }
        course = { try await desk.course($0, $1, $2) }
        duties = { try await desk.duties($0, $1, $2, $3, after: $4) }
        publicPage = { try await desk.publicPage($0) }
        countPublicView = { await desk.reach.count($0, in: desk.operations) }
        publicReach = { try await desk.publicReach($0) }
        sees = { viewer, person in try await desk.operations.store.read(desk.scope(of: viewer)) { try $0.canSee(person) } }
        clears = { try await desk.clears($0, $1, ofCase: $2, $3) }
        lookBackUpload = { try await desk.lookBackUpload($0, $1) }
        releaseNotice = { try await desk.releaseNotice($0, $1, $2) }
        beds = { try await desk.beds($0, $1) }
        treatment = { try await desk.treatment($0, $1) }
        gaps = { try await desk.gaps($0, $1) }
        network = { try await desk.network($0, $1, $2, $3) }
        missing = { try await desk.missing($0, $1, $2, $3) }
        transfers = { try await desk.transfers($0, $1) }
        intake = { try await desk.intake($0, $1) }
    }

    /// Hands forms and what they record to a desk of their own.
    fileprivate mutating func record(_ desk: RecordDesk) {
        form = { try await desk.form($0, $1) }
        submit = { try await desk.submit($0, $1) }
        candidates = { try await desk.candidates($0, $1) }
        investigation = { try await desk.investigation($0, $1) }
        assignTeam = { try await desk.assignTeam($0, $1, $2, key: $3) }
        narrative = { try await desk.narrative($0, $1, $2) }
        confirmInvestigation = { try await desk.confirmInvestigation($0, $1, $2, key: $3) }
        addSource = { try await desk.addSource($0, $1, $2, $3, key: $4) }
        assistance = { try await desk.assistance($0, $1) }
        sendAssistance = { try await desk.sendAssistance($0, $1, key: $2) }
        recordContacts = { try await desk.recordContacts($0, $1, key: $2) }
        undo = { try await desk.undo($0, $1) }
        thingForm = { try await desk.thingForm($0, $1) }
        submitThing = { try await desk.submitThing($0, $1) }
        photographs = PhotographDesk(
            add: { try await desk.add($2, to: $1, key: $3, $0) }, show: { try await desk.desk.showPhotograph($0, $1, $2) },
            remove: { try await desk.removePhotograph($2, of: $1, reason: $3, $0) })
        submitTubes = { try await desk.submitTubes($0, $1) }
        callAtDoor = { try await desk.callAtDoor($0, $1) }
        tap = { try await desk.tap($0, $1) }
    }
}
