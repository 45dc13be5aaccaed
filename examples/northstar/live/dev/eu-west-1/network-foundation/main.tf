# Address ranges of dev in eu-west-1. Owned by platform.

module "network" {
  source = "../../../../modules/network"

  name  = "dev-eu-west-1"
  cidr  = "10.10.0.0/16"
  zones = ["eu-west-1a", "eu-west-1b"]
}

output "subnets" {
  value = module.network.subnets
}
