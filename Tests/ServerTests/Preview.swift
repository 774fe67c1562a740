import Foundation
import Testing
import Vocabulary

@testable import Server

/// Serves the preview for looking at it: `SHOUTU_PREVIEW=8090 swift test --filter serveThePreview`. Every role is a user name; the password is
/// `correct horse`. `SHOUTU_PREVIEW_WEB` names the folder of the third-party scripts.
@Test(.enabled(if: ProcessInfo.processInfo.environment["SHOUTU_PREVIEW"] != nil))
func serveThePreview() async throws {
    let port = ProcessInfo.processInfo.environment["SHOUTU_PREVIEW"].flatMap { Int($0) } ?? 8090
    let console = try PreviewWorld.console(port: port)
    try await console.run()
}
