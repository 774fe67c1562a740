// swift-tools-version: 6.1
import PackageDescription

// The house of docs/architecture.md: a floor uses only those below it.

let swiftSettings: [SwiftSetting] = [.enableUpcomingFeature("ExistentialAny")]

/// A library deep below Hummingbird has a module called Tracing too; ours keeps the name.
let aliases = ["Tracing": "DistributedTracing"]

func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, exclude: excluded(in: name), swiftSettings: swiftSettings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: swiftSettings)
}

/// Files the program reads at run time (templates, strings, territories) lie beside the target that uses them and are found
/// through `ResourceFolder`, never through `Bundle.module`, which traps once a binary has moved.
func excluded(in target: String) -> [String] {
    ["Exchange", "Scenarios", "Server"].contains(target) ? ["Resources"] : []
}

let package = Package(
    name: "shoutu",
    defaultLocalization: "en",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "shoutu", targets: ["shoutu"]),
        .library(name: "Policy", targets: ["Policy"]),
        .library(name: "Register", targets: ["Register"]),
        .library(name: "Obligations", targets: ["Obligations"]),
        .library(name: "Linkage", targets: ["Linkage"]),
        .library(name: "Tracing", targets: ["Tracing"]),
        .library(name: "Epidemiology", targets: ["Epidemiology"]),
        .library(name: "Simulation", targets: ["Simulation"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-extras.git", from: "1.34.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // Floor 0: the words, what must be done, and the facts.
        room("Vocabulary"),
        room("Policy", ["Vocabulary", .product(name: "Yams", package: "Yams")]),
        room("Register", ["Vocabulary"]),

        // Floor 1: pure engines.
        room("Obligations", ["Policy", "Register", "Vocabulary"]),
        room("Linkage", ["Register", "Vocabulary"]),
        room("Tracing", ["Policy", "Register", "Vocabulary"]),
        room("Scenarios", ["Policy", "Register", "Vocabulary"]),
        room("Epidemiology", ["Vocabulary"]),
        room("Simulation", ["Policy", "Vocabulary"]),

        // Floor 2: what is kept, and what comes in and goes out.
        .systemLibrary(name: "CSQLite"),
        room(
            "Storage",
            [
                "CSQLite", "Obligations", "Policy", "Register", "Vocabulary",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "_CryptoExtras", package: "swift-crypto"),
            ]),
        .systemLibrary(name: "CZlib"),
        room(
            "Exchange",
            [
                "CZlib", "Policy", "Register", "Vocabulary",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HeapModule", package: "swift-collections"),
            ]),

        // Floor 3: what people do.
        room(
            "Operations",
            [
                "Epidemiology", "Exchange", "Linkage", "Obligations", "Policy", "Register", "Scenarios", "Simulation", "Storage", "Tracing",
                "Vocabulary",
                .product(name: "Crypto", package: "swift-crypto"),
            ]),

        // Floor 4: thin.
        room(
            "Server",
            [
                "Operations", "Epidemiology", "Obligations", "Register", "Policy", "Simulation", "Storage", "Vocabulary", "Exchange",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "_CryptoExtras", package: "swift-crypto"),
                .product(name: "Hummingbird", package: "hummingbird", moduleAliases: aliases),
                .product(name: "HummingbirdCore", package: "hummingbird", moduleAliases: aliases),
                .product(name: "HummingbirdTLS", package: "hummingbird", moduleAliases: aliases),
                .product(name: "Mustache", package: "swift-mustache"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),
        .executableTarget(
            name: "shoutu",
            dependencies: [
                "Epidemiology", "Exchange", "Linkage", "Obligations", "Operations", "Policy", "Register", "Scenarios", "Server",
                "Simulation", "Storage", "Tracing", "Vocabulary",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: swiftSettings),

        tests("RegisterTests", ["Register", "Vocabulary"]),
        tests("PolicyTests", ["Policy", "Vocabulary"]),
        // Histories of facts, written down or generated from a seed, for every test target that needs some.
        .target(name: "TestWorld", dependencies: ["Policy", "Register", "Vocabulary"], path: "Tests/TestWorld", swiftSettings: swiftSettings),
        tests("ObligationsTests", ["Obligations", "Policy", "Register", "TestWorld", "Vocabulary"]),
        tests("LinkageTests", ["Linkage", "Register", "Vocabulary"]),
        tests("TracingTests", ["Policy", "Register", "TestWorld", "Tracing", "Vocabulary"]),
        tests("EpidemiologyTests", ["Epidemiology", "TestWorld", "Vocabulary"]),
        tests("SimulationTests", ["Obligations", "Policy", "Register", "Simulation", "TestWorld", "Vocabulary"]),
        tests("ScenariosTests", ["Obligations", "Policy", "Register", "Scenarios", "Vocabulary"]),
        tests("ExchangeTests", ["Exchange", "Register", "Vocabulary"]),
        tests(
            "OperationsTests",
            [
                "Epidemiology", "Exchange", "Obligations", "Operations", "Policy", "Register", "Scenarios", "Simulation", "Storage", "TestWorld",
                "Tracing",
                "Vocabulary",
            ]),
        tests(
            "ServerTests",
            [
                "Server", "Epidemiology", "Exchange", "Obligations", "Operations", "Policy", "Register", "Simulation", "Storage", "Vocabulary",
                .product(name: "Hummingbird", package: "hummingbird", moduleAliases: aliases),
                .product(name: "HummingbirdTesting", package: "hummingbird", moduleAliases: aliases),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
            ]),
        tests("StorageTests", ["Obligations", "Register", "Storage", "Vocabulary", .product(name: "GRDB", package: "GRDB.swift")]),
    ],
    swiftLanguageModes: [.v6]
)
