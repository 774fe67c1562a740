import Foundation
import Testing
import Vocabulary

@testable import Server

/// Serves the preview for looking at it: `SHOUTU_PREVIEW=8090 swift test --filter serveThePreview`.
@Test(.enabled(if: ProcessInfo.processInfo.environment["SHOUTU_PREVIEW"] != nil))
func serveThePreview() async throws {
    let port = ProcessInfo.processInfo.environment["SHOUTU_PREVIEW"].flatMap { Int($0) } ?? 8090
    let console = try PreviewWorld.console(port: port)
    for account in PreviewWorld.accounts { print(account.userName, await console.links.make(for: account.id)) }
    try await console.run()
}
