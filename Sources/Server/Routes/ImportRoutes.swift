import HTTPTypes
import Hummingbird

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
        get("/import/{run}", access) { visit in
            guard let content = try await visit.desk.importRun(visit.viewer, visit.parameter("run")) else { throw Refusal.notFound }
            return try await visit.page("importrun", ImportRunPage(content, visit.reading), title: content.file)
        }
        post("/import/{run}/mapping", access) { visit in
            let run = try visit.parameter("run")
            var choices = ImportChoices(
                use: visit.form["use"], saveAs: visit.form["save"].map { String($0.prefix(60)) }, continues: visit.form["list"])
            for (name, value) in visit.form.pairs where name.hasPrefix("c") && !value.isEmpty {
                if let index = Int(name.dropFirst()) { choices.fields[index] = value }
            }
            try await visit.desk.remapImport(visit.viewer, run, choices)
            return visit.lead(to: visit.reading.address("/import/\(run)"))
        }
        post("/import/{run}/commit", access) { visit in
            let run = try visit.parameter("run")
            try await visit.desk.commitImport(visit.viewer, run)
            return visit.lead(to: visit.reading.address("/import/\(run)"))
        }
        get("/import/{run}/errors.csv", access) { visit in
            guard let chunks = try await visit.desk.importErrors(visit.viewer, visit.parameter("run")) else { throw Refusal.notFound }
            return .csv("errors.csv", chunks)
        }
    }
}

extension Visit {
    fileprivate func take(_ body: some AsyncSequence<ByteBuffer, any Error>, name: String, _ kind: ImportKind) async throws -> Response {
        guard reading.may(kind.permission) else { throw Refusal.notFound }
        do {
            let file = try await parts.spool.take(body)
            let run = try await desk.startImport(viewer, kind, name, file)
            return lead(to: reading.address("/import/\(run)"))
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

    fileprivate func importAgain(_ problem: String, _ kind: ImportKind?) async throws -> Response {
        let page = ImportPage(try await desk.imports(viewer), reading, kind: kind, problem: problem)
        return try await self.page("import", page, title: words("nav.import"), status: .unprocessableContent)
    }
}
