import Exchange
import HTTPTypes
import Hummingbird
import Register
import Vocabulary

/// A person of a line list on the way into a file: masked, as everywhere; `values` follow `ListKind.columns`.
struct ExportedListRow: Sendable {
    var id: PersonID
    var name: String
    var document: String?
    var territory: TerritoryCode
    var territoryName: LocalizedText
    var values: [ListValue]
}

/// A line list as a file, made page by page as it is read, so that neither side holds it whole.
struct ListExport: Sendable {
    /// The formats a list is exported in.
    enum Format: String, Sendable {
        case csv, xlsx

        var mediaType: String {
            switch self {
            case .csv: "text/csv; charset=utf-8"
            case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            }
        }
    }

    let kind: ListKind
    let pages: AsyncThrowingStream<[ExportedListRow], any Error>

    /// The list as an answer that is saved as a file.
    func response(as format: Format, _ reading: Reading) -> Response {
        Response(
            status: .ok,
            headers: [.contentType: format.mediaType, .contentDisposition: "attachment; filename=\"\(kind.rawValue).\(format.rawValue)\""],
            body: ResponseBody { writer in
                switch format {
                case .csv:
                    // Excel reads UTF-8 only behind a byte-order mark.
                    try await writer.write(ByteBuffer(string: "\u{FEFF}" + head))
                    for try await page in pages { try await writer.write(ByteBuffer(string: page.map { line($0, reading) }.joined())) }
                case .xlsx:
                    var workbook = workbook(reading)
                    try await writer.write(ByteBuffer(bytes: workbook.beginning()))
                    for try await page in pages {
                        var bytes: [UInt8] = []
                        for row in page { workbook.append(cells(row, reading), to: &bytes) }
                        try await writer.write(ByteBuffer(bytes: bytes))
                    }
                    var end: [UInt8] = []
                    workbook.finish(&end)
                    try await writer.write(ByteBuffer(bytes: end))
                }
                try await writer.finish(nil)
            })
    }

    // MARK: comma-separated, for programs: choices by their keys, moments with their offset

    private var head: String { (["person", "name", "document", "territory"] + kind.columns.map(\.name)).joined(separator: ",") + "\r\n" }

    private func line(_ row: ExportedListRow, _ reading: Reading) -> String {
        let own = row.values.map { value in
            switch value {
            case .none: ""
            case .text(let text): text
            case .label(let text): text.zh
            case .person(let tag): "\(tag.id.rawValue)"
            case .number(let number), .late(let number): "\(number)"
            case .day(let day): "\(day)"
            case .moment(let instant), .deadline(let instant): reading.moments.zone.text(of: instant)
            case .caseKind(let kind): kind.rawValue
            case .origin(let origin): origin.rawValue
            case .degree(let degree): degree.rawValue
            case .mode(let mode): mode.rawValue
            case .risk(let risk): risk.rawValue
            }
        }
        let fields = ["\(row.id.rawValue)", row.name, row.document ?? "", row.territory.digits] + own
        return fields.map(CSV.field).joined(separator: ",") + "\r\n"
    }

    // MARK: a workbook, for people: the words of their language, days and moments as such

    private func workbook(_ reading: Reading) -> Workbook {
        let header = ["list.number", "list.person", "field.document", "list.territory"] + kind.columns.map { "column.\($0.name)" }
        return Workbook(sheet: reading.words("list.\(kind.rawValue)"), header: header.map { reading.words($0) })
    }

    private func cells(_ row: ExportedListRow, _ reading: Reading) -> [SheetCell] {
        let (words, zone) = (reading.words, reading.moments.zone)
        let own = row.values.map { value -> SheetCell in
            switch value {
            case .none: .empty
            case .text(let text): .text(text)
            case .label(let text): .text(words(text))
            case .person(let tag): .text(tag.name)
            case .number(let number), .late(let number): .integer(number)
            case .day(let day): .day(day)
            case .moment(let instant), .deadline(let instant): .moment(instant, in: zone)
            case .caseKind(let kind): .text(words.name(kind))
            case .origin(let origin): .text(words.name(origin))
            case .degree(let degree): .text(words.name(degree))
            case .mode(let mode): .text(words.name(mode))
            case .risk(let risk): .text(words.name(risk))
            }
        }
        let who: [SheetCell] = [
            .integer(Int(row.id.rawValue)), .text(row.name), row.document.map(SheetCell.text) ?? .empty, .text(words(row.territoryName)),
        ]
        return who + own
    }
}
