# Address ranges of prod in us-east-1. Owned by platform.

module "network" {
  source = "../../../../modules/network"

  name  = "prod-us-east-1"
  cidr  = "10.40.0.0/16"
  zones = ["us-east-1a", "us-east-1b", "us-east-1c"]
}

output "subnets" {
  value = module.network.subnets
}
