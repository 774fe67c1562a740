/// What went wrong and what to do about it; never what the program thinks of it.
struct ProblemPage: Sendable {
    let status: Int
    let title: String
    let text: String
    /// To be told to whoever looks into it.
    let requestID: String
    let homeAddress: String

    init(status: Int, requestID: String, _ words: Words, title: String? = nil, detail: String? = nil) {
        self.status = status
        let key =
            switch status {
            case 400, 422: "badRequest"
            case 403: "forbidden"
            case 404: "notFound"
            case 409: "conflict"
            case 413: "tooLarge"
            case 429: "tooMany"
            case 503: "busy"
            case 507: "full"
            default: status < 500 ? "badRequest" : "internal"
            }
        self.title = title ?? words("problem.\(key)")
        text = detail ?? words("problem.\(key)Text")
        self.requestID = requestID
        homeAddress = "/"
    }
}
