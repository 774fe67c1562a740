import ArgumentParser
import Exchange
import Foundation
import Tracing
import Vocabulary

/// `shoutu narrative`: what investigation texts say, as spans and as a proposed timeline.
struct NarrativeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "narrative", abstract: "Read investigation texts, Chinese or English, into dates, places, hospitals and a proposed timeline.",
        discussion: """
            FILE holds a text a line (UTF-8); a line that is a JSON object is read for its "text". With --format json each line of the answer is \
            an object with "events" and "spans"; offsets count Unicode scalars.
            """)
    @Argument(help: "The file; - is standard input.") var file: String
    @Option(help: "The year of dates that name none.") var year: Int?
    @Option(help: "text or json.") var format: OutputFormat = .text

    func validate() throws {
        guard format != .csv else { throw ValidationError("--format: expected text or json") }
        guard year.map({ (1900...2100).contains($0) }) ?? true else { throw ValidationError("--year: expected a year such as 2022") }
    }

    func run() throws {
        let reader = NarrativeReader()
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var number = 0
        var pieces = try FilePieces(path: file)
        try pieces.forEach { piece, isLast in
            var start = 0
            while start < piece.count {
                let rest = UnsafeRawBufferPointer(rebasing: piece[start...])
                guard let end = rest.firstIndex(of: 0x0A) ?? (isLast ? rest.count : nil) else { break }
                number += 1
                let line = rest[0..<end]
                start += end + 1
                guard !line.contains(0) else { throw Refusal("\(file), line \(number): no text; expected UTF-8, a text a line") }
                let text = try text(of: String(decoding: line.last == 0x0D ? line.dropLast() : line, as: UTF8.self), number)
                let narrative = reader.read(text, year: year)
                if format == .json { print(String(decoding: try encoder.encode(narrative), as: UTF8.self)) } else { show(narrative, number) }
            }
            return min(start, piece.count)
        }
    }

    /// A line's text: itself, or the `text` of the object that it is.
    private func text(of line: String, _ number: Int) throws -> String {
        guard line.hasPrefix("{") else { return line }
        struct Holder: Decodable { let text: String }
        do { return try JSONDecoder().decode(Holder.self, from: Data(line.utf8)).text } catch {
            throw Refusal("\(file), line \(number): an object is expected to have a \"text\"")
        }
    }

    private func show(_ narrative: Narrative, _ number: Int) {
        print("— \(number) —")
        for event in narrative.events {
            let when = [event.date, event.until.map { "– \($0)" }, event.time].compactMap { $0 }.joined(separator: " ")
            print("\(when.isEmpty ? "?" : when)  \(event.text)")
            let vehicles = event.transports.map { transport in
                [transport.kind.rawValue, transport.number, transport.coach.map { "coach \($0)" }, transport.seat.map { "seat \($0)" }].compactMap {
                    $0
                }
                .joined(separator: " ")
            }
            let found = event.places.map(\.text) + event.institutions.map(\.text) + vehicles + event.people
            if !found.isEmpty { print("    " + found.joined(separator: " · ")) }
        }
    }
}
