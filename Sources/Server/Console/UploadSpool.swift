import Foundation
import HTTPTypes
import Hummingbird

/// Takes uploads in as they come and keeps them in a private folder until their import has read them: never a whole file in memory.
struct UploadSpool: Sendable {
    let folder: URL
    /// The most that one file may have.
    let limit: Int

    /// Why a file is not taken.
    enum Refused: Error, Equatable {
        case tooLarge
        case empty
        /// Begins like something that is not a table: a document, a picture, a program.
        case notATable
    }

    init(folder: URL, limit: Int = 512 * 1024 * 1024) {
        self.folder = folder
        self.limit = limit
    }

    /// Writes a body to a file of its own and answers where.
    func take(_ chunks: some AsyncSequence<ByteBuffer, any Error>) async throws -> URL {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let file = folder.appendingPathComponent(Secret.token() + ".upload")
        guard FileManager.default.createFile(atPath: file.path, contents: nil, attributes: [.posixPermissions: 0o600]) else {
            throw CocoaError(.fileWriteUnknown)
        }
        do {
            let handle = try FileHandle(forWritingTo: file)
            defer { try? handle.close() }
            var size = 0
            for try await chunk in chunks {
                let bytes = chunk.readableBytesView
                if size == 0, UploadSpool.isForeign(bytes.prefix(512)) { throw Refused.notATable }
                size += bytes.count
                guard size <= limit else { throw Refused.tooLarge }
                try handle.write(contentsOf: Data(bytes))
            }
            guard size > 0 else { throw Refused.empty }
            return file
        } catch {
            try? FileManager.default.removeItem(at: file)
            throw error
        }
    }

    /// Whether these first bytes can begin neither a workbook nor a table of text: a known other format, or zeros outside UTF-16.
    static func isForeign(_ head: some Collection<UInt8>) -> Bool {
        let bytes = Array(head)
        if bytes.starts(with: Array("PK".utf8) + [3, 4]) { return false }
        let marks: [[UInt8]] = [
            Array("%PDF".utf8), [0x89, 0x50, 0x4E, 0x47], [0xFF, 0xD8, 0xFF], [0x7F, 0x45, 0x4C, 0x46], [0x1F, 0x8B], [0xD0, 0xCF, 0x11, 0xE0],
            Array("GIF8".utf8),
        ]
        if marks.contains(where: { bytes.starts(with: $0) }) { return true }
        let isUTF16 = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
        return !isUTF16 && bytes.contains(0)
    }
}
