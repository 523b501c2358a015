using System.Globalization;
using Perennial.Channels.Files;
using Perennial.Channels.Outgoing;
using Perennial.Core;

namespace Perennial.Channels.Destinations;

/// <summary>Files in a folder: one for every batch, or one a day. A file appears when it is complete.</summary>
sealed class CsvDestination : Destination
{
    readonly TimeProvider time;
    readonly string folder;
    readonly bool isDaily;

    public CsvDestination(DestinationSettings settings, DestinationContext context) : base(settings)
    {
        time = context.Time;
        folder = context.Required(settings, "folder");
        isDaily = context.Optional(settings, "files") switch
        {
            null or "batch" => false,
            "daily" => true,
            var other => throw new BadInputException($"destination '{settings.Name}', files",
                $"There is no way '{other}' to cut files.", "Write batch (one for every batch) or daily."),
        };
    }

    public override bool IsIdempotent => false;

    public override TimeSpan Pace => TimeSpan.FromMinutes(1);

    public override Task<SendResult> Send(IReadOnlyList<OutgoingChange> batch, CancellationToken cancel)
    {
        try
        {
            Directory.CreateDirectory(folder);
            Write(batch, cancel);
            return Task.FromResult(SendResult.Of(batch.Count, Outcome.Delivered));
        }
        catch (Exception error) when (error is BadInputException or IOException or UnauthorizedAccessException)
        {
            var reason = error is BadInputException bad ? bad.Problem : error.Message;
            return Task.FromResult(SendResult.Of(batch.Count, new Closed(reason)));
        }
    }

    void Write(IReadOnlyList<OutgoingChange> batch, CancellationToken cancel)
    {
        var path = Path.Combine(folder, FileName(batch[0]));
        var before = isDaily && File.Exists(path) ? File.ReadAllBytes(path) : [];
        var rows = new MemoryStream();
        rows.Write(before);
        using (var csv = CsvWriter.Over(rows))
        {
            if (before.Length == 0) csv.Record([.. Head()]);
            foreach (var change in batch) Row(csv, change);
            csv.Complete();
        }
        cancel.ThrowIfCancellationRequested();
        using var file = OutputFile.Create(path);
        file.Write(rows.ToArray());
        file.Complete();
    }

    // The same batch makes the same file: written twice, it is there once.
    string FileName(OutgoingChange first)
    {
        var now = time.GetUtcNow();
        if (isDaily) return $"{Settings.Name}-{now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.csv";
        var part = first.Key[(first.Key.IndexOf(':') + 1)..].Replace(':', '-');
        var day = first.At.ToDateTimeOffset().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return $"{Settings.Name}-{day}-{part}.csv";
    }

    IEnumerable<string> Head()
    {
        if (Settings.Identity is { } identity) yield return identity.To;
        foreach (var field in Settings.Mapping) yield return field.To;
        foreach (var name in new[] { "changed_at", "entered", "left", "erased", "merged_into" }) yield return name;
    }

    void Row(CsvWriter csv, OutgoingChange change)
    {
        if (Settings.Identity is not null) csv.Text(change.Identity);
        foreach (var field in Settings.Mapping) Cell(csv, change[field.To]);
        csv.Raw(change.At.ToString());
        csv.Text(string.Join("; ", change.Entered));
        csv.Text(string.Join("; ", change.Left));
        csv.Text(change.IsErased ? "yes" : "");
        // By the same key as the row itself; our own id where there is none.
        csv.Text(change.MergedInto is not { } other ? ""
            : other.Identity.Length > 0 ? other.Identity : other.Customer.ToString());
        csv.EndRecord();
    }

    static void Cell(CsvWriter csv, object? value)
    {
        if (value is string text) csv.Text(text);
        else csv.Raw(FieldTransforms.Text(value) ?? "");
    }

    public override void Dispose() { }
}
