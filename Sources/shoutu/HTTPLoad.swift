import Foundation
import Synchronization

/// Asks a server on this machine the same thing over and over, each connection as soon as it was answered (a closed loop).
struct HTTPLoad: Sendable {
    let port: Int
    /// The request as it goes over the wire.
    let request: [UInt8]
    /// The status that is a success.
    let expected = Array("HTTP/1.1 200".utf8)

    /// What came of it.
    struct Outcome: Sendable {
        /// Answers per second.
        var rate = 0.0
        /// Milliseconds until the answer, of each.
        var latencies: [Double] = []
        /// Requests that were refused, cut off or answered otherwise.
        var failures = 0

        /// The latency below which a share of the answers came.
        func quantile(_ share: Double) -> Double { latencies.isEmpty ? 0 : latencies[Int(Double(latencies.count - 1) * share)] }
    }

    /// A request without or with a body.
    init(port: Int, method: String, path: String, body: String = "") {
        self.port = port
        let head = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\n" + (body.isEmpty ? "" : "Content-Length: \(body.utf8.count)\r\n") + "\r\n"
        request = Array((head + body).utf8)
    }

    /// Keeps `connections` busy for some seconds.
    func run(connections: Int, seconds: Double) -> Outcome {
        let total = Mutex(Outcome())
        let group = DispatchGroup()
        let start = DispatchTime.now().uptimeNanoseconds
        let end = start + UInt64(seconds * 1e9)
        for _ in 0..<connections {
            group.enter()
            let thread = Thread {
                let own = ask(until: end)
                total.withLock {
                    $0.latencies += own.latencies
                    $0.failures += own.failures
                }
                group.leave()
            }
            thread.stackSize = 256 * 1024
            thread.start()
        }
        group.wait()
        let elapsed = Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
        var outcome = total.withLock { $0 }
        outcome.rate = Double(outcome.latencies.count) / elapsed
        outcome.latencies.sort()
        return outcome
    }

    private func ask(until end: UInt64) -> Outcome {
        var outcome = Outcome()
        guard let connection = connected() else {
            outcome.failures += 1
            return outcome
        }
        defer { close(connection) }
        var buffer = [UInt8](repeating: 0, count: 16 * 1024)
        while DispatchTime.now().uptimeNanoseconds < end {
            let asked = DispatchTime.now().uptimeNanoseconds
            guard request.withUnsafeBytes({ send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }) == request.count,
                answered(connection, &buffer)
            else {
                outcome.failures += 1
                break
            }
            outcome.latencies.append(Double(DispatchTime.now().uptimeNanoseconds - asked) / 1e6)
        }
        return outcome
    }

    private func connected() -> Int32? {
        let connection = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard connection >= 0 else { return nil }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(connection, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
        guard result == 0 else {
            close(connection)
            return nil
        }
        var on: Int32 = 1
        setsockopt(connection, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        return connection
    }

    /// Reads one whole answer; false if it was none or not the expected.
    private func answered(_ connection: Int32, _ buffer: inout [UInt8]) -> Bool {
        var count = 0
        while count < buffer.count {
            let (capacity, offset) = (buffer.count - count, count)
            let read = buffer.withUnsafeMutableBytes { recv(connection, $0.baseAddress?.advanced(by: offset), capacity, 0) }
            guard read > 0 else { return false }
            count += read
            if let length = HTTPLoad.length(of: buffer[..<count]) {
                if count >= length { return buffer.starts(with: expected) }
            }
        }
        return false
    }

    /// The length of the whole answer once its head is there. Bytes, not text: what asks must cost less than what answers.
    private static func length(of bytes: ArraySlice<UInt8>) -> Int? {
        bytes.withUnsafeBytes { bytes in
            var line = 0
            var body = 0
            while let end = bytes[line...].firstIndex(of: UInt8(ascii: "\n")) {
                if end <= line + 1 { return end + 1 + body }
                if end - line > name.count, zip(bytes[line...], name).allSatisfy({ $0 | 0x20 == $1 }) {
                    for byte in bytes[(line + name.count)..<end] where (0x30...0x39).contains(byte) { body = body &* 10 &+ Int(byte & 15) }
                }
                line = end + 1
            }
            return nil
        }
    }

    private static let name = Array("content-length:".utf8)
}
