import Foundation
import HTTPTypes
import Hummingbird
import Operations
import Register
import Vocabulary

/// Import: upload, preview, mapping, commit, and the rows that were refused.
extension RouteTable {
    mutating func addImportRoutes() {
        let access = Access.needs(.importFiles)
        get("/import", access) { visit in
            let page = ImportPage(try await visit.desk.imports(visit.viewer), visit.reading)
            return try await visit.page("import", page, title: visit.words("nav.import"))
        }
        // The body is the file itself, streamed to disk; a script sends it. Without one, rows are pasted into the form below.
        post("/import/upload", access) { visit in
            guard let kind = visit.query["kind"].flatMap(ImportKind.init) else { throw HTTPError(.badRequest) }
            return try await visit.take(visit.request.body, name: visit.query["name"] ?? "upload.csv", kind)
        }
        post("/import/paste", access, body: 8 * 1024 * 1024) { visit in
            guard let kind = visit.form["kind"].flatMap(ImportKind.init), let rows = visit.form.all("rows").first, !rows.isEmpty else {
                return try await visit.importAgain(visit.words("importing.nothing"), nil)
            }
            let (stream, continuation) = AsyncThrowingStream<ByteBuffer, any Error>.makeStream()
            continuation.yield(ByteBuffer(string: rows))
            continuation.finish()
            return try await visit.take(stream, name: visit.words("importing.pasted"), kind)
        }
        // A source of an order to look back, handed in as a file: by whoever hands in for it, who need not import anything else.
        let handIn = Access.needs(.reportLookBack)
        get("/things/lookBack/{id}/upload", handIn) { visit in
            let content = try await visit.lookBackUpload()
            let page = LookBackUploadPage(
                content, visit.reading, source: visit.query["source"].flatMap(ArrivalSource.init),
                territory: visit.query["territory"].flatMap { TerritoryCode($0) })
            return try await visit.page("lookbackupload", page, title: visit.words("lookBack.upload"), live: false)
        }
        post("/things/lookBack/{id}/upload", handIn) { visit in
            let content = try await visit.lookBackUpload()
            guard let list = visit.lookBackList(content) else {
                let page = LookBackUploadPage(
                    content, visit.reading, source: visit.query["source"].flatMap(ArrivalSource.init),
                    territory: visit.query["territory"].flatMap { TerritoryCode($0) }, problem: visit.words("lookBack.hoursBoth"))
                return try await visit.page(
                    "lookbackupload", page, title: visit.words("lookBack.upload"), live: false, status: .unprocessableContent)
            }
            return try await visit.take(visit.request.body, name: visit.query["name"] ?? "list.csv", .arrivals, for: list, content)
        }
        let either = Access.needsAny([.importFiles, .reportLookBack])
        get("/import/{run}", either) { visit in
            guard let content = try await visit.desk.importRun(visit.viewer, visit.parameter("run")) else { throw Refusal.notFound }
            return try await visit.page("importrun", ImportRunPage(content, visit.reading), title: content.file)
        }
        post("/import/{run}/mapping", either) { visit in
            let run = try visit.parameter("run")
            var choices = ImportChoices(
                use: visit.form["use"], saveAs: visit.form["save"].map { String($0.prefix(60)) }, continues: visit.form["list"])
            for (name, value) in visit.form.pairs where name.hasPrefix("c") && !value.isEmpty {
                if let index = Int(name.dropFirst()) { choices.fields[index] = value }
            }
            for (name, value) in visit.form.pairs where name.hasPrefix("v") {
                let place = name.dropFirst().split(separator: ".").compactMap { Int($0) }
                if place.count == 2 { choices.meanings[place[0], default: [:]].updateValue(ImportValueRow.meaning(of: value), forKey: place[1]) }
            }
            try await visit.desk.remapImport(visit.viewer, run, choices)
            return visit.lead(to: visit.reading.address("/import/\(run)"))
        }
        post("/import/{run}/commit", either) { visit in
            let run = try visit.parameter("run")
            try await visit.desk.commitImport(visit.viewer, run)
            return visit.lead(to: visit.reading.address("/import/\(run)"))
        }
        get("/import/{run}/errors.csv", either) { visit in
            guard let chunks = try await visit.desk.importErrors(visit.viewer, visit.parameter("run")) else { throw Refusal.notFound }
            return .csv("errors.csv", chunks)
        }
    }
}

extension Visit {
    fileprivate func take(
        _ body: some AsyncSequence<ByteBuffer, any Error>, name: String, _ kind: ImportKind, for list: LookBackList? = nil,
        _ order: LookBackUploadPage.Content? = nil
    ) async throws -> Response {
        guard list != nil || reading.may(kind.permission) else { throw Refusal.notFound }
        func importAgain(_ problem: String, _ kind: ImportKind) async throws -> Response {
            guard let list, let order else { return try await self.importAgain(problem, kind) }
            let page = LookBackUploadPage(order, reading, source: list.source, territory: list.territory, problem: problem)
            return try await self.page("lookbackupload", page, title: words("lookBack.upload"), live: false, status: .unprocessableContent)
        }
        do {
            let file = try await parts.spool.take(body)
            let notes = kind == .arrivals ? try passengerListNotes(file, destination: list?.territory ?? viewer.home) : []
            let run = try await desk.startImport(viewer, kind, name, file, notes, list)
            return lead(to: reading.address("/import/\(run)"))
        } catch let refused as PassengerListUpload.Refused {
            let text =
                switch refused {
                case .riskMissing: words("importing.riskMissing")
                case .unreadable(let text): words(text)
                }
            return try await importAgain(text, kind)
        } catch let refused as UploadSpool.Refused {
            let text =
                switch refused {
                case .empty: words("importing.empty")
                case .notATable: words("importing.notATable")
                case .tooLarge: words("importing.tooLarge", ["limit": words.figure(parts.spool.limit / 1_048_576)])
                }
            return try await importAgain(text, kind)
        }
    }

    /// A passenger list becomes the table it amounts to; who could not be read is told beside the table.
    private func passengerListNotes(_ file: URL, destination: TerritoryCode?) throws -> [LocalizedText] {
        let risk = query["risk"].flatMap(OriginRisk.init(rawValue:))
        return try PassengerListUpload(file, risk: risk, destination: destination)?.notes ?? []
    }

    /// What is asked beside a file for the order of the address; not found where the reader may not hand in for it.
    fileprivate func lookBackUpload() async throws -> LookBackUploadPage.Content {
        guard reading.may(.reportLookBack), let number = Int64(try parameter("id")),
            let content = try await desk.lookBackUpload(viewer, Reference(rawValue: number))
        else { throw Refusal.notFound }
        return content
    }

    /// The list as it is said to be; nil where only one end of its hours is told, or they lie the wrong way round.
    fileprivate func lookBackList(_ content: LookBackUploadPage.Content) -> LookBackList? {
        guard let source = query["source"].flatMap(ArrivalSource.init) ?? content.sources.first,
            let territory = content.territories.first(where: { $0.code.digits == query["territory"] })?.code ?? content.territories.first?.code
        else { return nil }
        func moment(_ name: String) -> Instant? { query[name].flatMap { CivilTime($0) }.map { reading.moments.zone.instant($0) } }
        var hours: LookBackReport.Hours?
        switch (moment("hoursFrom"), moment("hoursUntil")) {
        case (nil, nil): break
        case (let from?, let until?) where from < until: hours = .init(from: from, until: until)
        default: return nil
        }
        return LookBackList(
            order: content.order, source: source, territory: territory, hours: hours, risk: query["risk"].flatMap(OriginRisk.init(rawValue:)),
            isOfOrigins: query["ofOrigins"] != nil)
    }

    fileprivate func importAgain(_ problem: String, _ kind: ImportKind?) async throws -> Response {
        let page = ImportPage(try await desk.imports(viewer), reading, kind: kind, problem: problem)
        return try await self.page("import", page, title: words("nav.import"), status: .unprocessableContent)
    }
}
