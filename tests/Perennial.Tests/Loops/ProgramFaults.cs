using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Perennial.Watch;

[assembly: AssemblyFixture(typeof(Perennial.Tests.Loops.ProgramFaults))]

namespace Perennial.Tests.Loops;

/// <summary>A fault of the program that a server has survived fails the tests all the same, whichever test was running:
/// the measure that an operator watches is watched here.</summary>
public sealed class ProgramFaults : IDisposable
{
    readonly MeterListener listener = new();
    readonly ConcurrentQueue<string> found = [];

    public ProgramFaults()
    {
        listener.InstrumentPublished = (instrument, to) =>
        {
            if (instrument.Meter.Name == Measures.Name && instrument.Name == "perennial.faults")
                to.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) =>
        {
            var said = string.Join(", ", tags.ToArray().Select(tag => $"{tag.Key} {tag.Value}"));
            if (!said.Contains(nameof(DeliberateFault)))
                found.Enqueue($"{said}, during {TestContext.Current.Test?.TestDisplayName ?? "no test"}");
        });
        listener.Start();
    }

    public void Dispose()
    {
        listener.Dispose();
        Assert.True(found.IsEmpty, $"The program has faults: {string.Join("; ", found)}");
    }
}
