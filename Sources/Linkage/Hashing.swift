/// Fast hashes with fixed constants: the same input gives the same blocks and samples on every machine.
enum Hashing {
    /// Spreads a word over all bits (Stafford's mix 13, as in SplitMix64).
    @inline(__always)
    static func mix(_ word: UInt64) -> UInt64 {
        var z = word &+ 0x9E37_79B9_7F4A_7C15
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }

    /// A hash of some bytes.
    @inline(__always)
    static func bytes(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var hash: UInt64 = UInt64(bytes.count) &* 0xA076_1D64_78BD_642F
        guard let start = bytes.baseAddress else { return mix(hash) }
        let raw = UnsafeRawPointer(start)
        var index = 0
        while index + 8 <= bytes.count {
            hash = mix(hash ^ raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            index += 8
        }
        var rest: UInt64 = 0
        while index < bytes.count {
            rest = rest << 8 | UInt64(start[index])
            index += 1
        }
        return mix(hash ^ rest)
    }

    /// A 32-bit hash that is never 0, since 0 says that a record has no such key.
    @inline(__always)
    static func key(_ hash: UInt64) -> UInt32 {
        let key = UInt32(truncatingIfNeeded: hash >> 32)
        return key == 0 ? 1 : key
    }

    /// A hash of two keys in this order; 0 if either is.
    @inline(__always)
    static func joined(_ first: UInt32, _ second: UInt32) -> UInt32 {
        first == 0 || second == 0 ? 0 : key(mix(UInt64(first) << 32 | UInt64(second)))
    }

    /// A hash of two keys in whatever order; 0 if either is.
    @inline(__always)
    static func unordered(_ first: UInt32, _ second: UInt32) -> UInt32 { joined(min(first, second), max(first, second)) }
}
