import CZlib

/// Bytes pressed together by DEFLATE (RFC 1951), without the frame of zlib or gzip around them.
enum Deflate {
    /// A piece as blocks that refer to nothing before it, so that pieces can stand one after another; the last one ends the stream.
    static func block(_ bytes: borrowing [UInt8], isLast: Bool) -> [UInt8] {
        var stream = z_stream()
        let code = deflateInit2_(
            &stream, Z_BEST_SPEED, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        // It fails for want of memory only, as an array does.
        precondition(code == Z_OK, "no memory to compress")
        defer { deflateEnd(&stream) }
        // The mark that ends a piece on a byte takes five bytes more.
        let bound = Int(deflateBound(&stream, UInt(bytes.count))) + 16
        return bytes.withUnsafeBufferPointer { source in
            [UInt8](unsafeUninitializedCapacity: bound) { target, count in
                stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
                stream.avail_in = UInt32(clamping: source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(clamping: bound)
                deflate(&stream, isLast ? Z_FINISH : Z_SYNC_FLUSH)
                count = bound - Int(stream.avail_out)
            }
        }
    }

    /// What a stream holds; nil if it is damaged, or longer or shorter than `size`.
    static func inflated(_ bytes: ArraySlice<UInt8>, size: Int) -> [UInt8]? {
        guard size <= (bytes.count + 1) * longestStretch else { return nil }
        var stream = z_stream()
        guard inflateInit2_(&stream, -MAX_WBITS, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else { return nil }
        defer { inflateEnd(&stream) }
        var isWhole = false
        // A byte more than announced shows whether there is more.
        let content = [UInt8](unsafeUninitializedCapacity: size + 1) { target, count in
            bytes.withUnsafeBufferPointer { source in
                stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
                stream.avail_in = UInt32(clamping: source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(clamping: size + 1)
                isWhole = inflate(&stream, Z_FINISH) == Z_STREAM_END
                count = size + 1 - Int(stream.avail_out)
            }
        }
        return isWhole && content.count == size ? content : nil
    }

    /// The check sum of ISO 3309 and ITU-T V.42: that of what was summed before and these bytes.
    static func check(_ sum: UInt32, extendedBy bytes: borrowing [UInt8]) -> UInt32 {
        bytes.withUnsafeBufferPointer { UInt32(truncatingIfNeeded: crc32(UInt(sum), $0.baseAddress, UInt32(clamping: $0.count))) }
    }

    /// DEFLATE makes at most so many bytes of one.
    private static let longestStretch = 1032
}
