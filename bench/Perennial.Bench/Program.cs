using System.CommandLine;
using Perennial.Bench;

var customers = new Option<int>("--customers") { DefaultValueFactory = _ => 1_000_000 };
var orders = new Option<int>("--orders") { DefaultValueFactory = _ => 10_000_000 };
var seed = new Option<ulong>("--seed") { DefaultValueFactory = _ => 1 };
var file = new Option<string>("--out") { Required = true };
var generate = new Command("generate-orders", "Write a CSV of orders, the same bytes for the same seed.")
{
    customers, orders, seed, file,
};
generate.SetAction(arguments => OrdersGenerator.Write(
    arguments.GetValue(file)!, arguments.GetValue(customers), arguments.GetValue(orders), arguments.GetValue(seed)));

return new RootCommand("Benchmarks of Perennial.") { generate }.Parse(args).Invoke();
