using Perennial.Channels.Destinations;
using Perennial.Core;
using Perennial.Destinations;
using Perennial.Tests.Store;

namespace Perennial.Tests.Destinations;

/// <summary>Rows of erased people go out of the files that a CSV destination wrote; nobody else's changes.</summary>
public sealed class CsvForgettingTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("perennial-forget-").FullName;

    string Write(string name, params string[] lines)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, string.Concat(lines.Select(line => line + "\n")));
        return path;
    }

    int Forget(string mapping, params CustomerId[] gone)
    {
        var settings = DestinationFile.Parse($"""
            destinations:
              - name: out
                kind: csv
                folder: {folder}
                {mapping}
            """, "destinations.yaml", []).Single();
        return new CsvForgetting(settings, folder, ids => ids.Intersect(gone).ToHashSet())
            .Run(ErasureKept(Tests.Some.Now));
    }

    static Instant ErasureKept(Instant now) => Data.Erasure.ErasureNotice.FirstKept(now);

    [Fact]
    public void By_any_key_that_is_written_in_them()
    {
        var mail = CustomerId.Of(CustomerKeyKind.Email, "ann@example.com");
        var phone = CustomerId.Of(CustomerKeyKind.Phone, "+49 30 123456");
        var file = Write("out-2026-01-05-1.csv", "who,tel,note,changed_at,entered,left,erased",
            "ANN@example.com,,\"a \"\"quoted\"\", thing\",2026-01-05T00:00:00.000Z,,,",
            "ben@example.com,+4930123456,n,2026-01-05T00:00:00.000Z,,,",
            "carl@example.com,,\"two\nlines\",2026-01-05T00:00:00.000Z,a; b,,",
            "'=dora@example.com,'+5,'=1+1,2026-01-05T00:00:00.000Z,,,");

        Assert.Equal(2, Forget(
            "mapping: [{from: email, to: who, transform: lower}, {from: phone, to: tel}, {from: city, to: note}]",
            mail, phone));

        Assert.Equal("who,tel,note,changed_at,entered,left,erased\n"
            + "carl@example.com,,\"two\nlines\",2026-01-05T00:00:00.000Z,a; b,,\n"
            + "'=dora@example.com,'+5,'=1+1,2026-01-05T00:00:00.000Z,,,\n", File.ReadAllText(file));
    }

    [Fact]
    public void What_tells_of_the_erasure_stays_for_thirty_days_and_a_file_without_rows_goes()
    {
        var (young, old) = (SomeFacts.At(29), SomeFacts.At(31));
        var kept = Write("out-b.csv", "key,orders,changed_at,entered,left,erased", $"ann,,{young},,,yes");
        var gone = Write("out-a.csv", "key,orders,changed_at,entered,left,erased", $"ann,3,{young},,,",
            $"ann,,{old},,,yes");
        var other = Write("other-a.csv", "key", "ann");

        Assert.Equal(2, Forget("mapping: [key, orders]", SomeFacts.Id("ann")));

        Assert.True(File.Exists(kept));
        Assert.False(File.Exists(gone));
        Assert.True(File.Exists(other));
        Assert.Equal(0, Forget("mapping: [key, orders]", SomeFacts.Id("ann")));
    }

    [Fact]
    public void What_a_killed_process_left_half_written_is_deleted_and_what_one_is_writing_is_not()
    {
        var left = Write(".out-2026-01-05-1.csv.4711-1.part", "key", "ann");
        var written = Write(".out-2026-01-05-2.csv.4712-1.part", "key", "ann");
        using (new FileStream(written, FileMode.Open, FileAccess.Write, FileShare.None))
            Forget("mapping: [key]", SomeFacts.Id("ann"));
        Assert.False(File.Exists(left));
        Assert.True(File.Exists(written));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
