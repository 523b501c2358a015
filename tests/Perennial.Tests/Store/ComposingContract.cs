using Perennial.Channels.Destinations;
using Perennial.Core.Intake;
using Perennial.Core.Parts;
using Perennial.Core.Profiles;
using Perennial.Destinations;
using static Perennial.Tests.Store.SomeFacts;

namespace Perennial.Tests.Store;

/// <summary>Every kind of destination can be told by every kind of mapping, of everybody and of what changed.</summary>
public abstract class ComposingContract : StoreContract
{
    static readonly (string Name, string[] Fields, bool Told)[] mappings =
    [
        ("columns", ["orders", "revenue"], false),
        ("every-column", [.. Columns.Shown.Select(column => column.Name)], false),
        ("clock", [.. Columns.Shown.Where(column => column.Kind == ColumnKind.Clock).Select(one => one.Name)], false),
        ("one-segment", ["segment:vip"], false),
        ("told", [], true),
        ("contact", ["phone", "address1", "address2"], false),
        ("permission", ["consent_email", "consent_phone", "may_email", "may_post"], false),
        ("person", ["name", "city", "birthday", "changed_at"], false),
        ("mixed", ["orders", "recency_days", "segment:vip", "phone", "may_call", "city"], true),
    ];

    public static TheoryData<string> Kinds => [.. DestinationKind.All.Select(kind => kind.Name)];

    static DestinationSettings Settings(
        DestinationKind kind, (string Name, string[] Fields, bool Told) mapping) => new()
    {
        Name = mapping.Name,
        Kind = kind.Name,
        Mode = kind.Modes[0],
        Identity = !kind.NeedsIdentity ? null
            : new FieldMapping(kind.OnlyThoseIdentities ? kind.IdentityFields.Keys.First() : "external", "whose"),
        Mapping = [.. mapping.Fields.Select(from => new FieldMapping(from, from))],
        Segments = mapping.Told ? [DestinationSettings.AllSegments] : [],
    };

    [Theory, InWholeRuns(OnDatabases = true)]
    [MemberData(nameof(Kinds))]
    public void Each_mapping_is_sent_whole_at_first_and_what_it_names_of_a_change(string name)
    {
        var kind = DestinationKind.Find(name)!;
        foreach (var mapping in mappings)
        {
            var settings = Settings(kind, mapping);
            Store.Destinations.Put(settings.Name, kind.Name, settings.ToJson(), Now);
        }
        Write(Batch([.. new[] { "ann", "bob" }.Select(key => (key, (CustomerDetails?)Known(key)))],
            Order("ann", "1", 40, 1000)));
        Buy();
        var sync = new SyncShop(Store, TimeProvider.System);
        foreach (var entry in Store.Destinations.All())
        {
            var mapping = mappings.Single(one => one.Name == entry.Name);
            var sent = sync.Preview(entry, full: true, most: 100);
            Assert.Equal(2, sent.Count(one => one.IsFirst));
            foreach (var first in sent.Where(one => one.IsFirst))
                Assert.Equal(mapping.Fields, first.Fields.Select(field => field.Key));
            Assert.True(sent.All(one => kind.NeedsIdentity == one.Identity.Length > 0), entry.Name);
            if (mapping.Told) Assert.Contains(sent, one => one.Entered.Contains("vip"));
            if (mapping.Fields.Contains("orders"))
                Assert.Contains(sent, one => one.Customer == Id("ann") && !one.IsFirst && one["orders"] is 2 or 2L);
        }
    }

    void Buy() => Store.Intake.Write(
        Batch(Order("ann", "2", 10, 500)), Store.Moment(watch: ("vip", "orders >= 2")), cancellation: Stop);

    static CustomerDetails Known(string key) => new()
    {
        FirstName = key, Email = $"{key}@shop.example", Phone = "+49 228 1234", Address1 = "Rue 1", City = "Bonn",
        Birthday = new DateOnly(1980, 2, 29), ConsentEmail = true,
    };
}
