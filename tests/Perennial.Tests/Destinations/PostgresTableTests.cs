using Npgsql;
using Perennial.Tests.Postgres;

namespace Perennial.Tests.Destinations;

public class PostgresTableTests
{
    const string Yaml = """
          - name: warehouse
            kind: postgresql
            connection: ${PG}
            table: public.who's "who"
            identity: {from: external, to: customer}
            mapping: [orders, revenue, last_order_at, {from: segment:vip, to: vip}, rfm_segment]
        """;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    internal static string Read(string address, string sql)
    {
        using var connection = new NpgsqlConnection(address);
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        using var rows = command.ExecuteReader();
        var lines = new List<string>();
        while (rows.Read())
            lines.Add(string.Join(',', Enumerable.Range(0, rows.FieldCount).Select(i => $"{rows.GetValue(i)}")));
        return string.Join('|', lines);
    }

    const string Table = "\"who's \"\"who\"\"\"";

    [Fact]
    public async Task The_table_is_made_grows_columns_and_has_one_row_a_customer()
    {
        var address = PostgresServer.RentEmpty();
        await using var nobody = await VendorFixture.Start((_, _) => "");
        nobody.Set("PG", address);
        using (var first = nobody.Open(Yaml.Replace("mapping: [orders, ", "mapping: [")))
            Assert.Equal("Delivered", await VendorFixture.Kinds(first.Send([VendorFixture.Change("a")], Stop)));
        using var table = nobody.Open(Yaml);
        for (var again = 0; again < 2; again++)
        {
            Assert.Equal("Delivered Delivered", await VendorFixture.Kinds(table.Send([
                VendorFixture.Change("a", ("orders", 2L), ("revenue", 12.5m),
                    ("last_order_at", "2026-11-22T08:30:00.000Z"), ("vip", true), ("rfm_segment", "Champions")),
                VendorFixture.Change("b", ("orders", 1L), ("vip", false))], Stop)));
        }
        Assert.Equal("a,2,12.5,True,Champions|b,1,,False,",
            Read(address, $"select customer, orders, revenue, vip, rfm_segment from {Table} order by 1"));
        Assert.Equal("bigint|numeric|timestamp with time zone|boolean", Read(address, $"""
            select data_type from information_schema.columns
            where column_name in ('orders', 'revenue', 'last_order_at', 'vip')
            order by array_position(array['orders', 'revenue', 'last_order_at', 'vip'], column_name::text)
            """));

        await table.Send([VendorFixture.Change("a") with { IsErased = true },
            VendorFixture.Change("c", ("orders", 9L))], Stop);
        Assert.Equal("b|c", Read(address, $"select customer from {Table} order by 1"));
    }

    [Fact]
    public async Task A_row_that_does_not_fit_is_refused_alone()
    {
        await using var nobody = await VendorFixture.Start((_, _) => "");
        nobody.Set("PG", PostgresServer.RentEmpty());
        using var table = nobody.Open(Yaml);
        Assert.Equal("Delivered Refused Delivered", await VendorFixture.Kinds(table.Send([
            VendorFixture.Change("a", ("orders", 2L)), VendorFixture.Change("b", ("orders", "many")),
            VendorFixture.Change("c", ("orders", 3L))], Stop)));
    }

    [Fact]
    public async Task A_database_that_is_not_there_closes_it_without_its_password()
    {
        await using var nobody = await VendorFixture.Start((_, _) => "");
        nobody.Set("PG", "Host=127.0.0.1;Port=1;Username=me;Password=hush;Database=d");
        using var table = nobody.Open(Yaml);
        var said = await VendorFixture.Kinds(table.Send([VendorFixture.Change("a")], Stop));
        Assert.StartsWith("closed", said);
        Assert.DoesNotContain("hush", said);
    }
}
