using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Perennial.Core;

namespace Perennial.Watch;

/// <summary>Sends measures and traces to an OpenTelemetry collector.</summary>
/// <remarks>Read from the environment as OpenTelemetry says: address and protocol here, everything else (headers,
/// intervals, sampling, further resource attributes) by its own library.</remarks>
sealed class Telemetry : IDisposable
{
    public const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";
    const string ProtocolVariable = "OTEL_EXPORTER_OTLP_PROTOCOL";

    static readonly string[] frameworks = ["Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel"];

    readonly MeterProvider measures;
    readonly TracerProvider traces;

    Telemetry(MeterProvider measures, TracerProvider traces) => (this.measures, this.traces) = (measures, traces);

    /// <summary>The program's version.</summary>
    public static string Version { get; } = typeof(Telemetry).Assembly.GetName().Version?.ToString(3) ?? "";

    /// <summary>Starts sending; null where nobody said where to.</summary>
    /// <param name="environment">Reads an environment variable.</param>
    /// <exception cref="BadInputException">The address is none, or the protocol is not known.</exception>
    public static Telemetry? Start(Func<string, string?> environment)
    {
        if (environment(EndpointVariable) is not { Length: > 0 } text) return null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new BadInputException(EndpointVariable, "It is no address of a collector.",
                "Use one such as http://127.0.0.1:4318.");
        var isGrpc = environment(ProtocolVariable) switch
        {
            null or "" or "http/protobuf" => false,
            "grpc" => true,
            _ => throw new BadInputException(ProtocolVariable, "The protocol is not known.",
                "Use http/protobuf or grpc."),
        };
        void To(OtlpExporterOptions options, string signal)
        {
            options.Protocol = isGrpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
            options.Endpoint = isGrpc ? address : new Uri(text.TrimEnd('/') + "/v1/" + signal);
        }
        var resource = ResourceBuilder.CreateDefault().AddService("perennial", serviceVersion: Version);
        return new Telemetry(
            Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(Measures.Name)
                .AddMeter(frameworks).AddOtlpExporter(options => To(options, "metrics")).Build(),
            Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(Measures.Name)
                .AddOtlpExporter(options => To(options, "traces")).Build());
    }

    /// <summary>Sends what was measured since the last time, and stops.</summary>
    public void Dispose()
    {
        measures.Dispose();
        traces.Dispose();
    }
}
