using Perennial.Core;
using Perennial.Core.Attributes;
using Perennial.Core.Consent;
using Perennial.Core.Cycle.Categories;
using Perennial.Core.Measurement;
using Perennial.Core.Planning;
using Perennial.Core.Segments.Rules;
using Perennial.Core.Segments.Rules.Binding;
using Perennial.Core.Strategies;
using Perennial.Data.Attributes;
using Perennial.Data.CategoryCycles;
using Perennial.Data.Consent;
using Perennial.Data.Engines;
using Perennial.Data.Facts;
using Perennial.Data.Shards;

namespace Perennial.Data.Strategies;

/// <summary>All that strategies ask of some customers, read for those alone who have a turn: as many questions however
/// many they are.</summary>
sealed class StrategyPeople
{
    readonly ShardTransaction shard;
    readonly LiveStrategies live;
    readonly Dictionary<CustomerId, Person> people = [];
    readonly RuleData data;
    readonly RuleTests tests;
    readonly CustomerKeys keys;

    sealed record Person(CustomerPlace Place, string? Region, DateOnly? Birthday, Instant KnownSince)
    {
        public List<OtherDate> Dates { get; } = [];

        public Dictionary<string, ArmAssignment> Arms { get; } = [];
    }

    StrategyPeople(ShardTransaction shard, LiveStrategies live, RuleData data, CustomerKeys keys) =>
        (this.shard, this.live, this.data, this.keys, tests) = (shard, live, data, keys, new RuleTests(data));

    /// <summary>Reads.</summary>
    /// <param name="shard">The transaction.</param>
    /// <param name="live">The strategies.</param>
    /// <param name="those">The customers of the tables, and what was read of them already.</param>
    /// <param name="wanted">The rows of those who have a turn, ascending.</param>
    public static StrategyPeople Read(
        ShardTransaction shard, LiveStrategies live, StrategyRows those, List<int> wanted)
    {
        var (ids, keys) = (those.Ids, those.Keys);
        var attributes = new AttributeTable(ids.Length);
        var permissions = new CustomerPermissions[ids.Length];
        Array.Fill(permissions, CustomerPermissions.None);
        var stays = new IReadOnlyList<RuleStay>[ids.Length];
        Array.Fill(stays, []);
        CustomerId[] asked = [.. wanted.Select(row => ids[row])];
        var read = new StrategyPeople(shard, live, new RuleData(those.Profiles)
        {
            History = those.History, Attributes = attributes, Permissions = permissions, Stays = stays,
            Cycles = live.UsesCycles ? CyclesOf(shard, asked, wanted, ids.Length) : null,
            Levels = shard.Moment.Segments is { } watch ? watch.LevelOf : _ => double.PositiveInfinity,
        }, keys);
        FactCursor Cursor(string query) =>
            new FactCursor(shard.Database.RowsOf(SqlText.Query(query), shard.Shard, asked));
        using var details = Cursor("strategy-details-of");
        using var own = Cursor("held-attributes-of");
        using var assignments = Cursor("assignments-of-customer");
        using var past = those.Stored?.PastStays is null ? Cursor("stays-of") : null;
        var said = those.Stored?.Permissions is null ? PermissionRows.Of(shard.Database, shard.Shard, asked) : null;
        for (var i = 0; i < asked.Length; i++)
        {
            var (id, row) = (asked[i], wanted[i]);
            if (!details.IsAt(id)) continue;
            var person = read.Take(details.Row, row);
            for (; own.IsAt(id); own.Next()) read.Own(own.Row, row, person);
            stays[row] = those.Stored?.PastStays?[row] ?? Stays(past!, id);
            for (; assignments.IsAt(id); assignments.Next()) Draw(person, Assignments.Read(assignments.Row));
            permissions[row] = those.Stored?.Permissions?[row]
                ?? said!.GetValueOrDefault(id, CustomerPermissions.None);
        }
        return read;
    }

    static List<RuleStay> Stays(FactCursor past, CustomerId id)
    {
        var mine = new List<RuleStay>();
        for (; past.IsAt(id); past.Next())
        {
            mine.Add(new RuleStay(past.Row.Text(1)!, past.Row.Instant(2),
                past.Row.IsNull(3) ? Instant.None : past.Row.Instant(3)));
        }
        return mine;
    }

    static IReadOnlyList<CategoryStand>[] CyclesOf(
        ShardTransaction shard, CustomerId[] asked, List<int> wanted, int count)
    {
        var all = new IReadOnlyList<CategoryStand>[count];
        Array.Fill(all, []);
        foreach (var (i, stands) in CategoryCycleRows.Of(shard.Database, shard.Shard, asked).Index())
            all[wanted[i]] = stands;
        return all;
    }

    Person Take(Rows row, int at)
    {
        const int country = 1, region = 2, city = 3, postcode = 4, source = 5, email = 6, phone = 7, birthday = 8,
            address = 9, firstSeen = 10;
        var table = data.Attributes!;
        foreach (var (attribute, cell) in new[]
        {
            (CustomerAttribute.Country, country), (CustomerAttribute.Region, region), (CustomerAttribute.City, city),
            (CustomerAttribute.Postcode, postcode), (CustomerAttribute.Source, source),
            (CustomerAttribute.Email, email),
            (CustomerAttribute.Phone, phone), (CustomerAttribute.Birthday, birthday),
            (CustomerAttribute.Address, address),
        }) table.Set(at, attribute, row.Text(cell));
        var day = row.Text(birthday) is { Length: > 0 } text
            ? (DateOnly?)ShopCalendar.Date(int.Parse(text, System.Globalization.CultureInfo.InvariantCulture)) : null;
        var person = new Person(
            new CustomerPlace(null, row.Text(country), row.Text(phone)), row.Text(region), day, row.Instant(firstSeen));
        people[row.CustomerId(0)] = person;
        return person;
    }

    void Own(Rows row, int at, Person person)
    {
        AttributeRows.Hold(row, data.Attributes!, at);
        if (OtherDate.Of(row.Text(1)!, row.Text(2)!) is { } date) person.Dates.Add(date);
    }

    // Where two customers turned out to be one, the earlier draw counts.
    static void Draw(Person person, ArmAssignment row)
    {
        if (!person.Arms.TryGetValue(row.Experiment, out var known) || row.ComesBefore(known))
            person.Arms[row.Experiment] = row;
    }

    /// <summary>The customer of a row, as strategies ask about them; null where the store does not know them.</summary>
    public StrategyCustomer? Of(CustomerId id, int row)
    {
        if (!people.TryGetValue(id, out var person)) return null;
        var said = data.Attributes!.OwnText(row, AttributeSet.TimeZone) is { Length: > 0 } zone ? zone : null;
        var place = person.Place with { Said = said };
        return new StrategyCustomer
        {
            Id = id, Key = keys.Text(row), Data = data, Tests = tests, Row = row, Shop = shard.Moment.Profiles.Calendar,
            Zones = live.Zones(place), Country = CountryOf(place), State = person.Region, Birthday = person.Birthday,
            Dates = person.Dates, Permissions = data.PermissionsOf(row), KnownSince = person.KnownSince,
            NotOccasions = person.Dates.Where(date => !date.HasDay).Select(date => date.Label).ToHashSet(),
            Arms = person.Arms.ToDictionary(one => one.Key, one => one.Value.Arm),
        };
    }

    string? CountryOf(CustomerPlace place) => ContactRules.CountryCode(place.Country)
        ?? ContactRules.CountryCode(live.Book.Rules.Options.Country);
}
