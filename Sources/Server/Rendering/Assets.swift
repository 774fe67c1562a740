import Crypto
import Foundation
import HTTPTypes
import Hummingbird

/// The files that browsers fetch besides pages: our style and scripts, the third-party scripts and the boundaries that the set-up fetches.
///
/// Each is served under an address that carries a digest of its content, `/assets/style.1f3a….css`, and may be kept for a year. A file
/// that is absent (nothing was set up yet) is told in the log once, and its features are left out of the page.
struct Assets: Sendable {
    /// One file, whole in memory: together they are under two megabytes.
    struct File: Sendable {
        let address: String
        let type: String
        let bytes: ByteBuffer
    }

    private let files: [String: File]
    /// The service worker that keeps field pages, with the addresses of the files they need; nil where it is absent.
    let worker: File?
    /// The names that could not be found, for the log and the readiness check.
    let missing: [String]

    /// What is served, by name: from the resource folder or from the set-up's.
    static let own = ["style.css", "app.js", "outbox.js", "photographs.js", "checkpoint.js", "charts.js", "graph.js", "icon.svg"]
    /// The worker is asked for by an address that never changes, and so is no file among them.
    static let workerName = "worker.js"
    static let fetched = ["htmx.js", "echarts.js"]
    static let boundaries = "boundaries.geojson"

    /// Reads the files from the folders given, the first that has one winning.
    init(folders: [URL], boundaries: URL?) {
        var files: [String: File] = [:]
        var missing: [String] = []
        for name in Assets.own + Assets.fetched {
            if let data = folders.lazy.compactMap({ try? Data(contentsOf: $0.appendingPathComponent(name)) }).first {
                files[name] = Assets.file(name, data)
            } else {
                missing.append(name)
            }
        }
        if let data = boundaries.flatMap({ try? Data(contentsOf: $0) }) {
            files[Assets.boundaries] = Assets.file(Assets.boundaries, data)
        } else {
            missing.append(Assets.boundaries)
        }
        self.files = files
        worker = folders.lazy.compactMap { try? Data(contentsOf: $0.appendingPathComponent(Assets.workerName)) }.first.map { data in
            // Charts and maps are for desks.
            let kept = files.filter { !["charts.js", "echarts.js", Assets.boundaries].contains($0.key) }.map(\.value.address).sorted()
            let list = "self.files = [\n" + kept.map { "  '\($0)',\n" }.joined() + "];\n"
            return Assets.file(Assets.workerName, Data(list.utf8) + data)
        }
        self.missing = missing
    }

    private static func file(_ name: String, _ data: Data) -> File {
        let digest = SHA256.hash(data: data).prefix(8).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        let parts = name.split(separator: ".")
        let types = ["css": "text/css", "js": "text/javascript", "svg": "image/svg+xml", "geojson": "application/geo+json"]
        let type = types[String(parts.last ?? "")] ?? "application/octet-stream"
        return File(
            address: "/assets/\(parts.dropLast().joined(separator: ".")).\(digest).\(parts.last ?? "")", type: type + "; charset=utf-8",
            bytes: ByteBuffer(bytes: data))
    }

    /// The address of a file, or nil if it is absent.
    func address(_ name: String) -> String? { files[name]?.address }

    /// The answer to a request for the service worker: asked for anew each time, so that a new version is found.
    func answerWorker() throws -> Response {
        guard let worker else { throw HTTPError(.notFound) }
        return Response(
            status: .ok, headers: [.contentType: worker.type, .cacheControl: "no-cache"], body: ResponseBody(byteBuffer: worker.bytes))
    }

    /// The answer to a request for the file under `path`, `/assets/…`.
    func answer(_ path: String) throws -> Response {
        guard let file = files.values.first(where: { $0.address == path }) else { throw HTTPError(.notFound) }
        var headers = HTTPFields()
        headers[.contentType] = file.type
        headers[.cacheControl] = "public, max-age=31536000, immutable"
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: file.bytes))
    }
}
