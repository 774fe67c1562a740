import HTTPTypes
import Hummingbird
import Logging
import Register
import Vocabulary

/// A signed-in person's request, ready to be answered: who asks, through which lens, in which language.
struct Visit: Sendable {
    let request: Request
    let context: ConsoleContext
    let parts: ConsoleParts
    let viewer: Viewer
    let reading: Reading
    /// The form, read and its token checked; empty for safe methods.
    let form: Query

    var desk: Desk { parts.desk }
    var words: Words { reading.words }
    var lens: Lens { reading.lens }
    var query: Query { Query(request.uri.query) }
    var path: String { request.uri.path }

    /// The page `model` in its template, framed.
    func page(
        _ template: String, _ model: some Sendable, title: String, live: Bool = true, charts: Bool = false, isField: Bool = false,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let frame = try await parts.frame(for: self, title: title, live: live, charts: charts)
        let text = try parts.templates.render(template, page: model, frame: frame, words: words)
        var response = Response.html(text, status: status)
        if isField || Visit.fieldPages.contains(template), status == .ok, lens.asOf == nil, let name = HTTPField.Name("Shoutu-Field") {
            response.headers[name] = "\(viewer.account.id)"
        }
        return response
    }

    /// Templates of pages that are worked without a network, beside those that say so themselves: the service worker keeps them on the device for whoever opened them.
    static let fieldPages: Set<String> = ["doors", "homedoors", "selfreports", "intake", "transfers", "tubetable", "checkpoint", "laboratory"]

    /// Leads on to another page of the console after something was done.
    func lead(to address: String) -> Response {
        Response(status: .seeOther, headers: [.location: address])
    }

    /// Says something on the next page.
    func say(_ text: String, tone: String = "met", undo: String? = nil) async {
        await parts.memory.say(.init(text: text, tone: tone, undoAddress: undo), to: viewer.session.digest)
    }

    /// The person of the path, `/people/:id`.
    var personID: PersonID {
        get throws {
            guard let id = context.parameters.get("id").flatMap({ Int64($0) }) else { throw Refusal.notFound }
            return PersonID(rawValue: id)
        }
    }

    /// A parameter of the path.
    func parameter(_ name: String) throws -> String {
        guard let value = context.parameters.get(name) else { throw Refusal.notFound }
        return value
    }
}

extension Response {
    static func html(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(status: status, headers: [.contentType: "text/html; charset=utf-8"], body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    /// A table as a file; chunks are written as they come, so that a long one is never held whole.
    static func csv(_ name: String, _ chunks: AsyncThrowingStream<String, any Error>) -> Response {
        Response(
            status: .ok,
            headers: [.contentType: "text/csv; charset=utf-8", .contentDisposition: "attachment; filename=\"\(name)\""],
            body: ResponseBody { writer in
                // Excel reads UTF-8 only behind a byte-order mark.
                try await writer.write(ByteBuffer(string: "\u{FEFF}"))
                for try await chunk in chunks { try await writer.write(ByteBuffer(string: chunk)) }
                try await writer.finish(nil)
            })
    }

    /// A short table as a file.
    static func csv(_ name: String, rows: [[String]]) -> Response {
        let text = rows.map { $0.map { CSV.field(CSV.plain($0)) }.joined(separator: ",") + "\r\n" }.joined()
        return csv(
            name,
            AsyncThrowingStream { continuation in
                continuation.yield(text)
                continuation.finish()
            })
    }
}

/// Comma-separated values as spreadsheets read them.
enum CSV {
    /// What a page shows as a number, as programs read it: `1,823` without the mark of its thousands, `−3` with a hyphen, nothing for `–`.
    static func plain(_ text: String) -> String {
        if text == "–" { return "" }
        let (sign, figure) = text.hasPrefix("−") ? ("-", text.dropFirst()) : ("", text[...])
        let groups = figure.split(separator: ",", omittingEmptySubsequences: false)
        guard let first = groups.first, (1...3).contains(first.count), groups.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } }),
            groups.dropFirst().allSatisfy({ $0.count == 3 })
        else { return text }
        return sign + groups.joined()
    }

    /// A field, quoted where it must be; what a spreadsheet would take for a formula is defused.
    static func field(_ text: String) -> String {
        let risky = text.first.map { "=+-@\t".contains($0) } == true && Double(text) == nil
        let text = risky ? "'" + text : text
        guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
