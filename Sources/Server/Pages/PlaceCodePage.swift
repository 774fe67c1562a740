import Vocabulary

/// The code of a place to be printed and put up at its door: scanned, it opens the page on which people come and go (measure 6).
struct PlaceCodePage: Sendable {
    let place: String
    /// What the code says.
    let address: String
    /// The picture, as the body of an SVG; a code too long for a picture has none.
    let path: String?
    let box: String
    let back: String

    /// - Parameter origin: Scheme and host by which the console was reached.
    init(number: Int64, place: String, origin: String, _ reading: Reading) throws {
        self.place = place
        address = "\(origin)/c/\(number)"
        let code = QRCode(address)
        path = code?.path
        box = code.map { "0 0 \($0.size + 8) \($0.size + 8)" } ?? "0 0 1 1"
        back = reading.address("/things/place/\(number)")
    }
}
