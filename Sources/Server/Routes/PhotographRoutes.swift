import Exchange
import HTTPTypes
import Hummingbird
import Register

/// Photographs of a finding: added as they are, stripped here, shown one by one.
extension RouteTable {
    mutating func addPhotographRoutes() {
        let path = "/things/finding/{id}/photographs"
        // The body is the file itself; a script sends it, and tells what is answered.
        post(path, .needs(.rectifyFinding)) { visit in
            let finding = try visit.finding
            let bytes: [UInt8]
            do {
                bytes = try await visit.body(upTo: Photograph.limit)
                // A device that does not know whether it arrived sends it again under the same key.
                let key = HTTPField.Name("Idempotency-Key").flatMap { visit.request.headers[$0] }
                try await visit.desk.photographs.add(visit.viewer, finding, try Photograph(bytes), key)
            } catch let refusal as Photograph.Refusal {
                return visit.plain(visit.words("photograph.\(refusal)", ["limit": visit.words.figure(Photograph.limit / 1_048_576)]))
            } catch Refusal.invalid(_, let text) {
                return visit.plain(visit.words(text))
            }
            return Response(status: .created, headers: [.location: visit.reading.address("/things/finding/\(finding.rawValue)")])
        }
        get("\(path)/{photograph}", .needs(.viewFindings)) { visit in
            guard let shown = try await visit.desk.photographs.show(visit.viewer, visit.finding, visit.photograph) else { throw Refusal.notFound }
            return Response(
                status: .ok, headers: [.contentType: shown.mediaType, .cacheControl: "private, no-store"],
                body: .init(byteBuffer: ByteBuffer(bytes: shown.bytes)))
        }
        post("\(path)/{photograph}/remove", .needs(.rectifyFinding)) { visit in
            let finding = try visit.finding
            do {
                try await visit.desk.photographs.remove(visit.viewer, finding, visit.photograph, visit.form["reason"] ?? "")
                await visit.say(visit.words("photograph.removed"))
            } catch Refusal.invalid(_, let text) {
                await visit.say(visit.words(text), tone: "late")
            }
            return visit.lead(to: visit.reading.address("/things/finding/\(finding.rawValue)"))
        }
    }
}

extension Visit {
    fileprivate var finding: Reference<Finding> {
        get throws {
            guard let number = Int64(try parameter("id")) else { throw Refusal.notFound }
            return Reference(rawValue: number)
        }
    }

    fileprivate var photograph: Int64 {
        get throws {
            guard let number = Int64(try parameter("photograph")) else { throw Refusal.notFound }
            return number
        }
    }

    /// The body as it came; one byte more than the limit tells that there was more.
    fileprivate func body(upTo limit: Int) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await chunk in request.body {
            bytes += chunk.readableBytesView.prefix(limit + 1 - bytes.count)
            if bytes.count > limit { break }
        }
        return bytes
    }

    /// A refusal in words, for the script that sent the file.
    fileprivate func plain(_ text: String) -> Response {
        Response(
            status: .unprocessableContent, headers: [.contentType: "text/plain; charset=utf-8"], body: .init(byteBuffer: ByteBuffer(string: text)))
    }
}
