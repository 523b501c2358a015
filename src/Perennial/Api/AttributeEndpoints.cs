using Perennial.Core;
using Perennial.Core.Attributes;
using Perennial.Customers;
using Perennial.Shop;
using Perennial.Web;

namespace Perennial.Api;

/// <summary>An attribute of one customer; an empty text takes its value back.</summary>
sealed record AttributeBody(string Name, string Value);

/// <summary>A day on which a customer buys for somebody else.</summary>
/// <param name="Label">What day it is.</param>
/// <param name="Recipient">For whom.</param>
/// <param name="Date">The day, YYYY-MM-DD; empty takes it back.</param>
/// <param name="Yearly">Whether it comes every year; yes where it is not said.</param>
/// <param name="NotIn">Years in which the customer does not want to hear of it, between blanks.</param>
sealed record DateBody(string Label, string Date, string Recipient = "", bool Yearly = true, string NotIn = "");

/// <summary>What is known of one customer besides facts.</summary>
static class AttributeEndpoints
{
    public static void MapAttributes(this IEndpointRouteBuilder routes)
    {
        var read = routes.MapApi(Policies.Desk).WithMetadata(new ReadsAttribute(ShopPart.Customer));
        read.MapGet("/customers/{id}/attributes", (string id, ShopRequest shop, ShopViews views) =>
                KnownLine.Of(ServedStore.Of(views), AskedCustomer.Of(id, shop).Record, views.Now)).MayMiss()
            .WithSummary("Language, time zone, attributes and dates of one customer, with what they are known by");
        var write = routes.MapApi(Policies.Write).WithMetadata(new ReadsAttribute(ShopPart.Customer));
        write.MapPut("/customers/{id}/attributes", async (
            string id, HttpContext http, ShopRequest shop, ShopViews views) =>
            {
                var customer = AskedCustomer.Of(id, shop).Record;
                var body = await ApiBody.Read<AttributeBody>(http);
                AttributeEditing.Set(ServedStore.Of(views), customer,
                    new Dictionary<string, string> { [body.Name] = body.Value }, Visitor.Of(http).Actor, views.Now);
                return Results.NoContent();
            }).Does(AttributeEditing.Setting).Takes<AttributeBody>().MayMiss()
            .Produces(StatusCodes.Status204NoContent)
            .WithSummary("Set an attribute of a customer; an empty text takes its value back");
        write.MapPut("/customers/{id}/dates", async (
            string id, HttpContext http, ShopRequest shop, ShopViews views) =>
            {
                var customer = AskedCustomer.Of(id, shop).Record;
                var body = await ApiBody.Read<DateBody>(http);
                Put(ServedStore.Of(views), customer, body, Visitor.Of(http).Actor, views.Now);
                return Results.NoContent();
            }).Does(AttributeEditing.Dating).Takes<DateBody>().MayMiss().Produces(StatusCodes.Status204NoContent)
            .WithSummary("Keep a day on which a customer buys for somebody else; an empty date takes it back");
    }

    static void Put(Data.ShopStore store, Data.Customers.CustomerRecord customer, DateBody body,
        Data.Access.Actor by, Instant now)
    {
        var isTaken = body.Date.Length == 0;
        var day = DateOnly.MinValue;
        if (!isTaken && !DateOnly.TryParseExact(body.Date, "yyyy-MM-dd", out day))
            throw new BadInputException("date", $"'{body.Date}' is no day.", "Write YYYY-MM-DD.");
        var date = new OtherDate(body.Label.Trim(), body.Recipient.Trim(), day, body.Yearly)
        {
            NotIn = [.. body.NotIn.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Year)],
        };
        if (isTaken) AttributeEditing.TakeBack(store, customer, date, by, now);
        else AttributeEditing.Put(store, customer, date, by, now);
    }

    static int Year(string text) => int.TryParse(text, out var year) && year is > 1900 and < 3000 ? year
        : throw new BadInputException("not_in", $"'{text}' is no year.", "Write years between blanks: 2027 2028.");
}
