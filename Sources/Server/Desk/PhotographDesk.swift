import Foundation
import Operations
import Register
import Storage
import Vocabulary

import struct Exchange.Photograph

/// What the pages ask about photographs of findings.
struct PhotographDesk: Sendable {
    /// Adds one, under a key once.
    var add: @Sendable (Viewer, Reference<Finding>, Photograph, String?) async throws -> Void = { _, _, _, _ in throw Refusal.notFound }
    /// Shows one, which is recorded; nil for none within scope.
    var show: @Sendable (Viewer, Reference<Finding>, Int64) async throws -> (mediaType: String, bytes: [UInt8])? = { _, _, _ in nil }
    /// Destroys one, with a reason.
    var remove: @Sendable (Viewer, Reference<Finding>, Int64, String) async throws -> Void = { _, _, _, _ in throw Refusal.notFound }
}

extension OperationsDesk {
    func showPhotograph(_ viewer: Viewer, _ finding: Reference<Finding>, _ id: Int64) async throws -> (mediaType: String, bytes: [UInt8])? {
        try await operations.store.write(author(viewer)) { writer in
            try writer.showPhotograph(id, of: .finding(finding)).map { ($0.mediaType, Array($0.bytes)) }
        }
    }

    /// The photographs of a finding and who added each; nil for a thing that has none.
    func photographs(of view: ThingView, _ viewer: Viewer, _ reader: Reader) throws -> ThingPhotographs.Content? {
        guard case .finding(let reference) = view.subject, let finding = view.dossier.founding(Finding.self)?.value else { return nil }
        let kept = try reader.photographs(of: view.subject, asOf: view.asOf)
        let isInspectors = viewer.covers(finding.inspector ?? finding.territory)
        return ThingPhotographs.Content(
            finding: reference,
            kept: try kept.map { photograph in
                ThingPhotographs.Kept(
                    photograph: photograph, by: try photograph.account.flatMap { try reader.user($0)?.display },
                    isRemovable: isInspectors || photograph.account?.rawValue == viewer.account.id)
            }, mayAdd: isInspectors || viewer.covers(finding.territory))
    }
}

extension RecordDesk {
    /// Adds a photograph. Under a key that was used before nothing is done: not even where it has been destroyed since.
    func add(_ photograph: Photograph, to finding: Reference<Finding>, key: String?, _ viewer: Viewer) async throws {
        do {
            let once = IdempotencyKey("photograph:" + (key ?? Secret.token()), request: Data("\(finding.rawValue)".utf8))
            _ = try await desk.operations.perform(as: desk.author(viewer), idempotency: once) { try $0.add(photograph, to: finding) }
        } catch {
            throw try await refusal(error, viewer)
        }
        await live.publish([.subject(.finding(finding))])
    }

    func removePhotograph(_ id: Int64, of finding: Reference<Finding>, reason: String, _ viewer: Viewer) async throws {
        do {
            try await desk.operations.perform(as: desk.author(viewer)) { try $0.removePhotograph(id, of: finding, reason: reason) }
        } catch {
            throw try await refusal(error, viewer)
        }
        await live.publish([.subject(.finding(finding))])
    }
}
