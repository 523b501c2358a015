using Perennial.Channels.Intake.Formats;
using Perennial.Core.Lifecycle;
using Perennial.Data;
using Perennial.Data.Access;
using Perennial.Destinations;
using Perennial.Import;
using Perennial.Scoring;
using Perennial.Settings;
using Perennial.Tests.Store;

namespace Perennial.Tests.Destinations;

/// <summary>What changes a profile without an event reaches destinations too.</summary>
public sealed class ImportIsTold : IDisposable
{
    static readonly Actor by = Actor.Terminal("tests");

    readonly string folder = Directory.CreateTempSubdirectory("perennial-told-").FullName;
    readonly ShopStore store;
    readonly Dictionary<string, string> rows = [];

    public ImportIsTold()
    {
        store = EmptyStore.Open(In("shop.db"), Some.Now);
        Import("""
            order_id,customer_id,date,total
            1,anna,2026-05-01,10.00
            2,bert,2026-05-02,20.00
            3,carl,2026-05-03,30.00
            """);
        File.WriteAllText(In("destinations.yaml"), $"""
            destinations:
            - name: file
              kind: csv
              folder: {In("out")}
              mapping: [key, orders, revenue, lifecycle]
            """);
        DestinationEditing.Load(store, In("destinations.yaml"), by, Some.Now);
    }

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    string In(string name) => Path.Combine(folder, name);

    void Import(string csv)
    {
        File.WriteAllText(In("orders.csv"), csv);
        ImportFile.Run(store, In("orders.csv"), new IntakeOptions { Now = Some.Now }, by, (_, _) => { }, Stop);
    }

    async Task<int> Sync()
    {
        var report = await new SyncShop(store, TimeProvider.System)
            .Run(store.Destinations.All().Single(), Stop);
        foreach (var file in Directory.GetFiles(In("out"), "*.csv").Order())
        {
            foreach (var line in File.ReadLines(file).Skip(1).Select(line => line.Split(',', 2)))
                rows[line[0]] = line[1];
            File.Delete(file);
        }
        return (int)report.Delivered;
    }

    [Fact]
    public async Task An_import_of_a_second_order_and_of_a_new_customer_is_told()
    {
        Assert.Equal(3, await Sync());
        Import("""
            order_id,customer_id,date,total
            4,anna,2026-05-20,99.00
            5,dora,2026-05-21,5.00
            """);
        Assert.Equal(2, await Sync());
        Assert.StartsWith("2,109,", rows["anna"], StringComparison.Ordinal);
        Assert.StartsWith("1,5,", rows["dora"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_of_settings_is_told()
    {
        await Sync();
        var before = rows["anna"];
        var options = ShopSettings.Of(store).Options;
        options = options with { Lifecycle = new LifecycleOptions { ActiveDays = 1, RecentDays = 2, OlderDays = 3 } };
        SettingsEditing.Put(store, options,
            new AuditEntry(Some.Now, by, "settings changed", "options"), Some.Now, (_, _) => { }, Stop);
        Assert.Equal(3, await Sync());
        Assert.NotEqual(before, rows["anna"]);
        Assert.Contains(",former,", rows["anna"], StringComparison.Ordinal);
    }

    public void Dispose()
    {
        store.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
